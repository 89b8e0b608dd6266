package dev.twinset.worker.preflight.check;

import dev.twinset.worker.preflight.cluster.ClusterState;
import dev.twinset.worker.preflight.finding.Finding;

/** One thing that must hold, or better does, of a cluster that was inspected. */
public interface ClusterCheck {
    /** As {@code docs/doctor.md} lists it. */
    String name();

    Finding examine(ClusterState state);

    /** Whether a worker runs it at its start. */
    default boolean atStart() {
        return true;
    }
}
