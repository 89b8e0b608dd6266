package dev.twinset.worker.preflight.machine;

import static java.util.Objects.requireNonNull;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The process of a worker: the doctor runs with the same options and environment.
 *
 * @param javaVersion such as 17
 * @param jvmOptions as given on the command line
 * @param maxHeap bytes
 * @param memory bytes that the machine or the container has
 * @param cores that the process may use
 */
public record RuntimeEnvironment(
        Map<String, String> environment,
        Map<String, String> properties,
        int javaVersion,
        List<String> jvmOptions,
        long maxHeap,
        long memory,
        int cores) {
    public RuntimeEnvironment {
        environment = Map.copyOf(environment);
        properties = Map.copyOf(properties);
        jvmOptions = List.copyOf(jvmOptions);
    }

    public static RuntimeEnvironment real() {
        Properties all = System.getProperties();
        Map<String, String> properties = new TreeMap<>();
        all.stringPropertyNames().forEach(name -> properties.put(name, requireNonNull(all.getProperty(name))));
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new RuntimeEnvironment(
                System.getenv(),
                properties,
                Runtime.version().feature(),
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                Runtime.getRuntime().maxMemory(),
                system.getTotalMemorySize(),
                Runtime.getRuntime().availableProcessors());
    }

    String environment(String name) {
        return environment.getOrDefault(name, "");
    }

    String property(String name) {
        return properties.getOrDefault(name, "");
    }
}
