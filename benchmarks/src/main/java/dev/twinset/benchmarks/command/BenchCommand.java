package dev.twinset.benchmarks.command;

import dev.twinset.benchmarks.decode.DecodeCommand;
import dev.twinset.benchmarks.forward.ForwardCommand;
import dev.twinset.benchmarks.ingest.IngestCommand;
import dev.twinset.benchmarks.ingest.WorkersCommand;
import dev.twinset.benchmarks.search.SearchCommand;
import dev.twinset.benchmarks.suite.AllCommand;
import dev.twinset.benchmarks.suite.GuardCommand;
import dev.twinset.benchmarks.why.WhyCommand;
import picocli.CommandLine.Command;

/** {@code twinset bench}. */
@Command(
        name = "bench",
        description = "Measure this machine: each benchmark prints one line of JSON, with its peers beside it.",
        mixinStandardHelpOptions = true,
        subcommands = {
            DecodeCommand.class,
            ForwardCommand.class,
            SearchCommand.class,
            IngestCommand.class,
            WorkersCommand.class,
            WhyCommand.class,
            AllCommand.class,
            GuardCommand.class
        })
public final class BenchCommand {}
