package dev.twinset.vision.network;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.openblas.global.openblas;
import org.jspecify.annotations.Nullable;

/**
 * Which of its kernels OpenBLAS runs. It chooses them once, by the processor or by {@code OPENBLAS_CORETYPE}, and takes
 * chips that are newer than itself for old ones, at half the speed or less.
 *
 * @param core OpenBLAS's own name of the kernels, such as {@code SKYLAKEX}; empty where it is unknown
 * @param instructions what those kernels use
 */
public record OpenBlas(Optional<String> core, Instructions instructions) {
    public OpenBlas {
        requireNonNull(core, "core is null");
        requireNonNull(instructions, "instructions is null");
    }

    /** By width of a vector; the later, the faster. */
    public enum Instructions {
        UNKNOWN(""),
        SSE("PRESCOTT CORE2 NEHALEM BARCELONA ATHLON BANIAS NORTHWOOD KATMAI"),
        AVX("SANDYBRIDGE BULLDOZER PILEDRIVER STEAMROLLER"),
        AVX2("HASWELL ZEN EXCAVATOR"),
        AVX512("SKYLAKEX COOPERLAKE SAPPHIRERAPIDS");

        private final String cores;

        /** @param cores OpenBLAS's names */
        Instructions(String cores) {
            this.cores = cores;
        }

        /** What this machine's processor has; {@link #UNKNOWN} where no Linux tells it. */
        public static Instructions ofThisMachine() {
            try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
                return of(lines.filter(line -> line.startsWith("flags"))
                        .findFirst()
                        .map(line -> List.of(line.split("\\s+", -1)))
                        .orElse(List.of()));
            } catch (IOException e) {
                return UNKNOWN;
            }
        }

        /** What a processor has, by the flags that Linux lists for it. */
        public static Instructions of(List<String> flags) {
            if (flags.containsAll(List.of("avx512f", "avx512bw", "avx512vl"))) {
                return AVX512;
            }
            if (flags.contains("avx2")) {
                return AVX2;
            }
            return flags.contains("avx") ? AVX : flags.contains("sse2") ? SSE : UNKNOWN;
        }
    }

    /**
     * Loads OpenBLAS and asks it. Its table of kernels in use is a symbol of the library, and so is each table it could
     * have chosen: no function is called.
     */
    public static OpenBlas check() {
        Loader.load(openblas.class);
        long used = pointee(Loader.addressof("gotoblas"));
        for (Instructions instructions : Instructions.values()) {
            for (String core : instructions.cores.split(" ", -1)) {
                if (used != 0 && address(Loader.addressof("gotoblas_" + core)) == used) {
                    return new OpenBlas(Optional.of(core), instructions);
                }
            }
        }
        return new OpenBlas(Optional.empty(), Instructions.UNKNOWN);
    }

    private static long address(@Nullable Pointer symbol) {
        return symbol == null ? 0 : symbol.address();
    }

    @SuppressWarnings("resource") // a view of the library's own memory: nothing is there to be freed
    private static long pointee(@Nullable Pointer symbol) {
        return symbol == null || symbol.isNull() ? 0 : address(new PointerPointer<>(symbol).get(0));
    }
}
