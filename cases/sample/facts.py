"""An invented person as the facts that casework stores."""

from cases.importing.facts import CaseFacts, ConsentFacts, ExperienceFacts, ImportedCase, PersonFacts
from cases.sample.generator import Invented


def facts_of(person: Invented) -> ImportedCase:
    """The facts, with consent to keep a record and to statistics."""
    birth = person.birth_date
    return ImportedCase(
        row=person.number,
        digest="",
        external_id=person.external_id,
        person=PersonFacts(
            alias=person.given_name,
            legal_name=person.legal_name,
            birth_date=birth,
            birth_year=birth.year if birth else None,
            birth_precision="exact" if birth else "unknown",
            phone=person.phone,
            email=person.email,
            address=person.place,
            gender=person.gender,
            citizenship=person.citizenship,
            preferred_language=person.language,
            interpreter_needed=person.language != "en",
        ),
        case=CaseFacts(opened_on=person.opened_on),
        experience=ExperienceFacts(
            trafficking_status="ActualVictimOfTrafficking",
            decided_by="NGO",
            exploitation_types=person.exploitation,
            labour_sectors=person.sectors,
            sexual_types=person.sexual_types,
            means_of_control=person.means,
            recruitment_methods=person.methods,
            recruiter_relations=person.relations,
            country_of_exploitation=person.country,
            origin_region=person.region,
            duration_months=person.months,
        ),
        consents=[
            ConsentFacts(purpose, True, person.opened_on, person.consent_until, "spoken")
            for purpose in ("store", "statistics")
        ],
        kept=[],
    )
