"""Holes in one fence, each with the doors that must notice while the other fence is down, as data.

A probe is (persona, door), or (persona, door, row whose case is asked for, query): what the table and planted.py say
of that cell must no longer hold. (persona, Model, n) says that this persona sees n rows of it: for what a door hides a
second time, by joining a row that stays hidden. Not listed: changes that nobody can notice, because what they widen is
narrowed again (the organization of rows that hang on a visible case; permissions that the door itself asks for).
"""

CASES, REFERRALS = "cases.querysets", "referrals.querysets"
MINE = "organization_id=user.organization_id"
ON_CASE = '\n        .filter(Exists(cases.filter(pk=OuterRef("case_id"))))'

#: (what is dropped, queryset and method, its source, what stands there instead, probes)
OF_THE_SCOPE = [
    ("cases: the organization", f"{CASES}.CaseQuerySet.visible_to", f"cases.filter({MINE}, sealed_at=None)",
     "cases.all()", [("stranger", "cases", None, "?view=all")]),
    ("cases: the restriction", f"{CASES}.CaseQuerySet.visible_to", "Q(restricted=False) | ", "Q() if True else ",
     [("second_supervisor", "cases", None, "?view=all")]),
    ("cases: named by a grant", f"{CASES}.CaseQuerySet.visible_to",
     "return cases.filter(pk__in=self._granted_to(user))", "return cases", [("colleague", "case")]),
    ("cases: whose grant", f"{CASES}.CaseQuerySet._granted_to", "filter(user_id=user.pk)", "all()",
     [("colleague", "case")]),
    ("rows on a case: the case", f"{CASES}.OnCaseQuerySet.visible_to", ON_CASE, "",
     [("second_supervisor", "approvals"), ("second_supervisor", "today", None, "?whose=team")]),
    ("cases: whose team", f"{CASES}.CaseQuerySet._of_teams_of", "filter(user_id=user.pk)", "all()",
     [("other_lead", "case")]),
    ("rows on a case: the group", f"{CASES}.OnCaseQuerySet.visible_to",
     "if self.group and not user.reads(self.group):", "if False:", [("legal_worker", "cases.HealthAlert", 0)]),
    ("what hangs on a notice: the notice", f"{CASES}.OnNoticeQuerySet.visible_to",
     ", notice__in=notices.order_by()", "", [("health_worker", "cases.NoticeSheet", 0)]),
    ("notes: the groups", f"{CASES}.NoteQuerySet.visible_to", "unread(user, NOTES)", "()",
     [("health_worker", "case_notes")]),
    ("notes: restricted kinds", f"{CASES}.NoteQuerySet.visible_to", "own | ~Q(kind__in=RESTRICTED_NOTES)", "Q()",
     [("named", "case_notes")]),
    ("notes: complaints about oneself", f"{CASES}.NoteQuerySet.visible_to",
     'own | ~Q(kind="complaint") | ~Q(case__caseworker_id=user.pk)', "Q()",
     [("second_supervisor", "case_notes", "leader")]),
    ("notes: all of it", f"{CASES}.NoteQuerySet.visible_to", 'user.role_data.scope == "organization"', "True",
     [("named", "case_notes")]),
    ("alleged: for few", f"{CASES}.AllegedQuerySet.visible_to",
     "filter(Q(recorded_by_id=user.pk) | Q(case__caseworker_id=user.pk))", "all()", [("named", "case_alleged")]),
    ("links: the second end", f"{CASES}.CaseLinkQuerySet.visible_to", 'OuterRef("other_id")', 'OuterRef("case_id")',
     [("named", "case_links")]),
    ("links: the first end", f"{CASES}.CaseLinkQuerySet.visible_to", 'OuterRef("case_id")', 'OuterRef("other_id")',
     [("second_supervisor", "case_links", "colleague")]),
    ("drafts: the author", f"{CASES}.DraftQuerySet.visible_to", ", author_id=user.pk", "", [("named", "note_add")]),
    ("drafts: sight of the case", f"{CASES}.DraftQuerySet.visible_to", "Q(case=None) | ", "Q() if True else ",
     [("former", "cases.Draft", 0)]),
    ("news: the recipient", f"{CASES}.NotificationQuerySet.visible_to", ", recipient_id=user.pk", "",
     [("named", "notification_open")]),
    ("saved views: the author", f"{CASES}.SavedViewQuerySet.visible_to",
     "Q(author_id=user.pk) | Q(shared=True), ", "", [("colleague", "cases")]),
    ("funds: the organization", f"{CASES}.FundQuerySet.visible_to", f"filter({MINE})", "all()", [("stranger", "fund")]),
    ("imports: the organization", f"{CASES}.OwnOrganizationQuerySet.visible_to", f"filter({MINE})", "all()",
     [("stranger", "import_progress")]),
    ("transfers: the case and who is asked", f"{CASES}.TransferQuerySet.visible_to",
     '.filter(own | Exists(cases.filter(pk=OuterRef("case_id"))))', "", [("former", "cases.TransferRequest", 0)]),
    ("referrals: the organization", f"{REFERRALS}.PartyQuerySet.visible_to", f"filter({MINE})", "all()",
     [("stranger", "referral")]),
    ("referrals sent: sight of the case", f"{REFERRALS}.PartyQuerySet._sent",
     ", case__in=Case.objects.visible_to(user)", "", [("former", "referral")]),
    ("referrals received: who answers", f"{REFERRALS}.PartyQuerySet._received",
     'user.can("answer_referral") or user.is_machine', "True", [("other_intake", "referral")]),
    ("the trail: the organization", "casemgr.audit.models.AuditEntryQuerySet.visible_to", f"filter({MINE})", "all()",
     [("auditor", "audit_log")]),
]  # fmt: skip

SEES = "(EXISTS ( SELECT 1 FROM cases_case c WHERE (c.id = {}.{})))"
PERSON = "( SELECT app.person() AS person)"
ORG = "(organization_id = ( SELECT app.org() AS org))"

#: (what is dropped, table or table/policy, piece of it as PostgreSQL prints it, what stands there instead, probes)
OF_THE_POLICIES = [
    ("cases: the organization", "cases_case", "(organization_id = ( SELECT app.case_org() AS case_org))", "true",
     [("stranger", "cases.Case", 1)]),
    ("cases: the restriction", "cases_case", "(NOT restricted)", "true",
     [("second_supervisor", "cases", None, "?view=all")]),
    ("cases: whose grant", "cases_case", f"(g.user_id = {PERSON})", "true", [("colleague", "case")]),
    ("cases: the scope", "cases_case", "(( SELECT app.scope() AS scope) = 'organization'::text)", "true",
     [("colleague", "case")]),
    ("cases: whose team", "cases_case", f"(t.user_id = {PERSON})", "true", [("other_lead", "case")]),
    ("notes: the groups", "cases_note/groups", "( SELECT app.may('narrative'::text) AS may)", "true",
     [("health_worker", "case_notes")]),
    ("notices: the group", "cases_statutorynotice/groups", "( SELECT app.may('legal'::text) AS may)", "true",
     [("health_worker", "cases.StatutoryNotice", 0)]),
    ("notices: what hangs on one", "cases_noticesheet", "(n.id = cases_noticesheet.notice_id)", "true",
     [("colleague", "cases.NoticeSheet", 0)]),
    ("health: the group", "cases_healthalert/groups", "( SELECT app.may('health'::text) AS may)", "true",
     [("legal_worker", "cases.HealthAlert", 0)]),
    ("notes: who receives complaints", "cases_note/complaints", "( SELECT app.may('handle_complaints'::text) AS may)",
     "true", [("caseworker", "case_notes")]),
    ("notes: restricted kinds", "cases_note", "(( SELECT app.scope() AS scope) = 'organization'::text)", "true",
     [("named", "case_notes")]),
    ("notes: complaints about oneself", "cases_note", f"(c.caseworker_id = {PERSON})", "false",
     [("second_supervisor", "case_notes", "leader")]),
    ("alleged: for few", "cases_allegedperpetrator", f"(recorded_by_id = {PERSON})", "true",
     [("named", "case_alleged")]),
    ("links: the second end", "cases_caselink", SEES.format("cases_caselink", "other_id"), "true",
     [("named", "cases.CaseLink", 0)]),
    ("links: the first end", "cases_caselink", SEES.format("cases_caselink", "case_id"), "true",
     [("second_supervisor", "cases.CaseLink", 1)]),
    ("drafts: the author", "cases_draft", f"(author_id = {PERSON})", "true", [("named", "note_add")]),
    ("news: the recipient", "cases_notification", f"(recipient_id = {PERSON})", "true",
     [("named", "notification_open")]),
    ("saved views: the author", "cases_savedview", f"(author_id = {PERSON})", "true", [("colleague", "cases")]),
    ("funds: the organization", "cases_fund", ORG, "true", [("stranger", "fund")]),
    ("imports: the organization", "cases_importbatch", ORG, "true", [("stranger", "import_progress")]),
    ("approvals: the case", "cases_approval", SEES.format("cases_approval", "case_id"), "true",
     [("second_supervisor", "cases.Approval", 3)]),
    ("transfers: who is asked", "cases_transferrequest", f"(to_id = {PERSON})", "true",
     [("former", "cases.TransferRequest", 0)]),
    ("referrals: the organization of the party", "referrals_referralparty", ORG, "true",
     [("stranger", "referrals.ReferralParty", 1)]),
    ("referrals sent: sight of the case", "referrals_referralparty",
     SEES.format("referrals_referralparty", "case_id"), "true", [("former", "referral")]),
    ("the trail: the organization", "audit_auditentry", ORG, "true", [("auditor", "audit_log")]),
]  # fmt: skip
