"""Tables without row-level security, each with the reason. Every other table must have a forced policy."""

SIGN_IN = "needed before anybody is signed in; holds staff, not the people served"
DJANGO = "the framework's own; no person's data"
JOBS = "ids only, so that the worker can fetch a job before it knows whose it is"
OAUTH = "needed before a machine client is known; secrets and tokens are hashed"
EXPORTS = "about releases, not people: counts leave only through the privacy pipeline"

EXEMPT: dict[str, str] = {
    "accounts_team": "names of teams; no person's data",
    "accounts_user": SIGN_IN,
    "accounts_user_groups": SIGN_IN,
    "accounts_user_teams": SIGN_IN,
    "accounts_user_user_permissions": SIGN_IN,
    "accounts_statisticsagreement": "an organization's agreement; no person's data",
    "accounts_partnerclient": OAUTH,
    "accounts_identityprovider": SIGN_IN + "; its secret is sealed",
    "accounts_provideridentity": SIGN_IN,
    "accounts_signintries": "needed before anybody is signed in; digests and counts, no person's data",
    "accounts_signinsession": SIGN_IN + "; digests of cookies, no addresses",
    "account_emailaddress": SIGN_IN,
    "account_emailconfirmation": SIGN_IN,
    "mfa_authenticator": SIGN_IN + "; secrets are sealed",
    "anonymized_exports_approval": EXPORTS,
    "anonymized_exports_artifact": EXPORTS,
    "anonymized_exports_cohort": EXPORTS,
    "anonymized_exports_downloadrecord": EXPORTS,
    "anonymized_exports_ledgerentry": EXPORTS,
    "anonymized_exports_population": EXPORTS,
    "anonymized_exports_release": EXPORTS,
    "anonymized_exports_termsacceptance": EXPORTS,
    "auth_group": DJANGO,
    "auth_group_permissions": DJANGO,
    "auth_permission": DJANGO,
    "django_content_type": DJANGO,
    "django_migrations": DJANGO,
    "django_session": SIGN_IN,
    "guardian_groupobjectpermission": "the generic grants, which stay empty: ours point by foreign key",
    "guardian_userobjectpermission": "the generic grants, which stay empty: ours point by foreign key",
    "auditlog_logentry": "the library's own trail, which stays empty: ours is audit_auditentry",
    "oauth2_provider_accesstoken": OAUTH,
    "oauth2_provider_devicegrant": OAUTH,
    "oauth2_provider_grant": OAUTH,
    "oauth2_provider_idtoken": OAUTH,
    "oauth2_provider_refreshtoken": OAUTH,
    "procrastinate_events": JOBS,
    "procrastinate_jobs": JOBS,
    "procrastinate_periodic_defers": JOBS,
    "procrastinate_workers": JOBS,
}
