package dev.twinset.worker.doctor;

import picocli.CommandLine;

/** The command in a process of its own. */
final class DoctorMain {
    private DoctorMain() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DoctorCommand()).execute(arguments));
    }
}
