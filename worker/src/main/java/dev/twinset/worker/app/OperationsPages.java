package dev.twinset.worker.app;

import dev.twinset.worker.health.WorkerHealth;
import dev.twinset.worker.metrics.WorkerSummary;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;

/** What is to be seen of a worker, by path. Any thread. */
final class OperationsPages {
    private static final String INDEX = """
            /metrics          for Prometheus
            /metrics/summary  for people: rates, where the time goes, rejections
            /health/live      200 while the worker makes progress, 503 if it should be restarted
            /health/ready     200 while the worker takes its share of the events, 503 if not, and why
            """;

    private final PrometheusMeterRegistry registry;
    private final WorkerSummary summary;
    private final WorkerHealth health;
    private final String title;

    /** @param title what runs here, in one line */
    OperationsPages(PrometheusMeterRegistry registry, WorkerSummary summary, WorkerHealth health, String title) {
        this.registry = registry;
        this.summary = summary;
        this.health = health;
        this.title = title;
    }

    /** @param path as requested, decoded */
    Page page(String path) {
        return switch (path) {
            case "/" -> Page.text(200, title + "\n\n" + INDEX);
            case "/metrics" -> new Page(200, "text/plain; version=0.0.4; charset=utf-8", registry.scrape());
            case "/metrics/summary" -> Page.text(200, summary.page(title + "\n" + state()));
            case "/health/live" -> health("live", health.notLive());
            case "/health/ready" -> health("ready", health.notReady());
            default -> Page.text(404, "there is nothing here; there is\n\n" + INDEX);
        };
    }

    private String state() {
        List<String> faults = health.notReady();
        return faults.isEmpty() ? "ready" : "NOT READY: " + String.join("; ", faults);
    }

    private static Page health(String word, List<String> faults) {
        return faults.isEmpty()
                ? Page.text(200, word + "\n")
                : Page.text(503, "not " + word + ": " + String.join("; ", faults) + "\n");
    }

    /** One answer. */
    record Page(int status, String contentType, String body) {
        static Page text(int status, String body) {
            return new Page(status, "text/plain; charset=utf-8", body);
        }
    }
}
