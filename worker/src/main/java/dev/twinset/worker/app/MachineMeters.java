package dev.twinset.worker.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.nio.file.Path;
import java.util.List;

/**
 * What every Java service shows: memory, collector, threads, cores, files, the disk of its data, its log's warnings.
 */
final class MachineMeters implements AutoCloseable {
    private final JvmGcMetrics collector = new JvmGcMetrics();
    private final LogbackMetrics logged = new LogbackMetrics();

    /** @param dataDir on the disk to watch */
    MachineMeters(MeterRegistry registry, Path dataDir) {
        List<MeterBinder> binders = List.of(
                new JvmMemoryMetrics(),
                new JvmThreadMetrics(),
                new ProcessorMetrics(),
                new FileDescriptorMetrics(),
                new UptimeMetrics(),
                new DiskSpaceMetrics(dataDir.toAbsolutePath().toFile()),
                collector,
                logged);
        binders.forEach(binder -> binder.bindTo(registry));
    }

    @Override
    public void close() {
        collector.close();
        logged.close();
    }
}
