"""Two people pressing at the same moment, on two connections."""

import threading

from django.db import connection


def together(*acts):
    """Run the acts at once, each in a thread of its own; their results, or what they raised."""
    gate = threading.Barrier(len(acts))
    results = [None] * len(acts)

    def run(number, act):
        try:
            gate.wait(10)
            results[number] = act()
        except Exception as problem:
            results[number] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results
