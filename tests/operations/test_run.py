"""`./run` as a person meets it: a folder with a space, a port that is taken, Ctrl-C, a crash, a second start."""

import shutil
import socket
import time

import pytest

from tests.operations.instance import (
    Run,
    as_ordinary_user,
    casemgr,
    copy_project,
    environments_of,
    free_port,
    get,
    processes_of,
)

pytestmark = [pytest.mark.nodb, pytest.mark.xdist_group("run")]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project in a folder with a space."""
    folder = tmp_path_factory.mktemp("my projects")
    yield copy_project(folder / "case manager")
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """The home of whoever runs it."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def first(project, home):
    """The first start, on a port that something else holds; stopped with Ctrl-C after all tests that look at it."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        run = Run(project, "--no-demo", "--port", str(other.getsockname()[1]), home=home)
        try:
            run.taken = other.getsockname()[1]
            run.wait_until_ready()
            yield run
        finally:
            run.process.poll() is None and run.kill()


def test_it_says_when_the_port_is_taken_and_uses_the_next(first):
    assert f"Port {first.taken} is taken; using " in first.said
    assert not first.url.endswith(f":{first.taken}")


def test_it_serves_when_it_says_so(first):
    assert get(f"{first.url}/health") == (200, "ok")
    assert get(f"{first.url}/accounts/login/")[0] == 200


def test_it_says_that_this_is_for_trying_out(first):
    assert "don't keep real people's data here" in first.said


def test_secrets_lie_outside_the_data_and_are_this_users_alone(first, project, home):
    secrets = [path for path in (home / "config").rglob("*") if path.is_file()]
    assert {path.name for path in secrets} == {"master.key", "context.key", "secret.key"}
    assert {path.stat().st_mode & 0o777 for path in [*secrets, project / ".data/environment"]} == {0o600}
    assert not list((project / ".data").glob("*.key"))


def test_the_web_process_holds_no_other_login(first, project):
    environments = environments_of(project, "granian")
    assert environments
    for environment in environments:
        assert "OWNER_DATABASE_URL" not in environment
        assert "WORKER_DATABASE_URL" not in environment


def test_a_second_start_on_the_same_data_says_where_the_first_is(first, project, home):
    second = Run(project, "--no-demo", "--port", str(free_port()), home=home)
    said = second.process.communicate()[0]
    assert second.process.returncode == 1
    assert f"already running on this data: {first.url}" in said


def test_other_commands_find_the_instance(first, project):
    done = casemgr(first, project, "migrate", "--check")
    assert (done.returncode, done.stderr) == (0, "")


def test_ctrl_c_stops_everything_it_started(first, project):
    assert first.interrupt() == 0
    assert first.said.rstrip().endswith("Stopped.")
    assert processes_of(project) == []


@pytest.fixture
def stopped(first):
    """The first start's data, with nothing running on it."""
    if first.process.poll() is None:
        first.interrupt()


def test_the_next_start_as_an_ordinary_user_prepares_nothing_again(project, home, stopped):
    run = Run(project, "--no-demo", "--port", str(free_port()), home=home, **as_ordinary_user())
    said = run.wait_until_ready()
    assert "Preparing" not in said
    assert "Installing" not in said
    assert get(f"{run.url}/health") == (200, "ok")
    print(f"\nsecond start: {run.seconds:.1f} s")
    assert run.interrupt() == 0
    assert processes_of(project) == []


def test_a_crash_leaves_no_process_and_the_next_start_works(project, home, stopped):
    run = Run(project, "--no-demo", "--port", str(free_port()), home=home)
    run.wait_until_ready()
    run.kill()
    for _ in range(600):
        if not processes_of(project):
            break
        time.sleep(0.1)
    assert processes_of(project) == []
    again = Run(project, "--no-demo", "--port", str(free_port()), home=home)
    again.wait_until_ready()
    assert again.interrupt() == 0


def test_it_refuses_to_make_a_new_master_key_for_old_data(project, home, stopped):
    (key,) = (home / "config").rglob("master.key")
    key.rename(key.with_name("kept"))
    try:
        run = Run(project, "--no-demo", home=home)
        said = run.process.communicate()[0]
    finally:
        key.with_name("kept").rename(key)
    assert run.process.returncode == 1
    assert "Put the key back" in said


def test_reset_asks_before_deleting_what_is_no_demo(project, home, stopped):
    run = Run(project, "--no-demo", "--reset", home=home)
    said = run.process.communicate()[0]
    assert run.process.returncode == 1
    assert "--reset --yes" in said
    assert (project / ".data/postgres/PG_VERSION").exists()
