"""What is counted, for Prometheus at /metrics."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("desertbrew_requests_total", "HTTP requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "desertbrew_request_seconds",
    "Time to answer",
    ["method", "route"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
OUTBOX_WAITING = Gauge("desertbrew_outbox_waiting", "Events that have not left yet", ["context"])
EVENTS_HELD = Gauge("desertbrew_events_held", "Events held by an inbox", ["context", "state"])
MESSAGES_UNSENT = Gauge("desertbrew_messages_unsent", "Mails and pushes that wait or were given up", ["context", "state"])
WRITES_WAITING = Gauge("desertbrew_writes_waiting", "Commands waiting for their database", ["context"])
