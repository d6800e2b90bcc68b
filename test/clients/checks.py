"""What the tests of clients count: a line for each check, and what failed."""

failures = []


def check(ok, what):
    print('ok' if ok else 'NOT OK', what, flush=True)
    if not ok:
        failures.append(what)
