package dev.twinset.worker.preflight.check;

import dev.twinset.worker.preflight.cluster.ClusterUse;
import dev.twinset.worker.store.StoreUser;
import java.time.Clock;
import java.util.List;

/** The one list of what is checked of a cluster. */
public final class ClusterChecks {
    /** In the order of {@link #of}. */
    public static final List<String> NAMES = List.of(
            VersionCheck.NAME,
            TopicsCheck.NAME,
            SizesCheck.NAME,
            RightsCheck.NAME,
            GroupCheck.NAME,
            OpenTransactionsCheck.NAME,
            ClockCheck.NAME);

    private ClusterChecks() {}

    /** @param user who holds the worker's store: a running worker is known by it */
    public static List<ClusterCheck> of(ClusterUse use, StoreUser user, Clock clock) {
        return List.of(
                new VersionCheck(),
                new TopicsCheck(use),
                new SizesCheck(use),
                new RightsCheck(use),
                new GroupCheck(use, user),
                new OpenTransactionsCheck(clock),
                new ClockCheck());
    }
}
