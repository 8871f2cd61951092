"""What one can ask the graph."""

from __future__ import annotations

from desertbrew.contexts.traceability.queries.graph import (
    DEPTH_MAX,
    ROWS_MAX,
    Cut,
    Graph,
    GraphEdge,
    GraphNode,
    graph_faults,
    node,
    nodes,
    trace,
)
from desertbrew.contexts.traceability.queries.public import PublicTrace, public_trace
from desertbrew.contexts.traceability.queries.recalls import Recall, RecallLine, recall, recall_lines

__all__ = [
    "DEPTH_MAX",
    "ROWS_MAX",
    "Cut",
    "Graph",
    "GraphEdge",
    "GraphNode",
    "PublicTrace",
    "Recall",
    "RecallLine",
    "graph_faults",
    "node",
    "nodes",
    "public_trace",
    "recall",
    "recall_lines",
    "trace",
]
