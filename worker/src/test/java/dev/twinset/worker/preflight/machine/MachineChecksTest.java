package dev.twinset.worker.preflight.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.vision.network.OpenBlas;
import dev.twinset.vision.network.OpenBlas.Instructions;
import dev.twinset.vision.network.ServingKernels;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.State;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MachineChecksTest {
    private static final long MIB = 1L << 20;
    private static final ServingKernels LIVE = new ServingKernels(true, "oneDNN");

    @Test
    void theIdsOfAMillionItemsNeedHeapToo() {
        assertThat(memory(512 * MIB, OptionalLong.empty()).state()).isEqualTo(State.OK);
        Finding many = memory(512 * MIB, OptionalLong.of(5_000_000));
        assertThat(many.state()).isEqualTo(State.FAIL);
        assertThat(many.problems().get(0).what()).contains("the ids of 5,000,000 items");
        assertThat(many.problems().get(0).remedy()).contains("-Xmx1");
        assertThat(memory(2048 * MIB, OptionalLong.of(5_000_000)).state()).isEqualTo(State.OK);
    }

    @Test
    void onlyFetchesLargerThanAnImageCanBeLowered() {
        assertThat(memory(256 * MIB, Map.of("fetch.max.bytes", 16 * MIB))).endsWith(" or kafka.fetch.max.bytes");
        assertThat(memory(256 * MIB, Map.of("fetch.max.bytes", MIB))).endsWith("or lower pipeline.depth");
    }

    @Test
    void aContainerSmallerThanItsHeapIsWarnedOf() {
        Finding small = memory(512 * MIB, 600 * MIB, OptionalLong.empty());
        assertThat(small.state()).isEqualTo(State.WARN);
        assertThat(small.problems().get(0).what()).startsWith("the machine or container has 600 MiB");
    }

    @Test
    void whatASearchKeepsOfAMillionItemsNeedsMemoryBesideTheHeap() {
        assertThat(memory(2048 * MIB, 2500 * MIB, OptionalLong.of(100_000)).state())
                .isEqualTo(State.OK);
        assertThat(memory(2048 * MIB, 2500 * MIB, OptionalLong.of(5_000_000)).state())
                .isEqualTo(State.WARN);
    }

    private static Finding memory(long heap, OptionalLong items) {
        return memory(heap, 8192 * MIB, items);
    }

    /** The remedy. */
    private static String memory(long heap, Map<String, Object> uploads) {
        return memory(heap, 8192 * MIB, uploads, OptionalLong.empty())
                .problems()
                .get(0)
                .remedy();
    }

    private static Finding memory(long heap, long machine, OptionalLong items) {
        return memory(heap, machine, Map.of("fetch.max.bytes", 16 * MIB), items);
    }

    private static Finding memory(long heap, long machine, Map<String, Object> uploads, OptionalLong items) {
        RuntimeEnvironment around = new RuntimeEnvironment(
                Map.of(), Map.of("org.bytedeco.javacpp.maxphysicalbytes", "4g"), 17, List.of(), heap, machine, 2);
        return MemoryCheck.examine(around, 3, 2, 32 * MIB, uploads, Map.of("buffer.memory", "67108864"), items);
    }

    @Test
    void aDiskWithoutRoomFailsAndOneWithoutRoomToCompactWarns() {
        Path data = Path.of("data");
        OptionalLong records = OptionalLong.of(1_000_000);
        assertThat(DataDirectoryCheck.judge(data, 100 * MIB, 600 * MIB, records).state())
                .isEqualTo(State.FAIL);
        assertThat(DataDirectoryCheck.judge(data, 900 * MIB, 600 * MIB, records).state())
                .isEqualTo(State.WARN);
        assertThat(DataDirectoryCheck.judge(data, 1200 * MIB, 600 * MIB, records)
                        .state())
                .isEqualTo(State.OK);
        assertThat(DataDirectoryCheck.judge(data, 0, 64 * MIB, OptionalLong.empty())
                        .problems()
                        .get(0)
                        .what())
                .isEqualTo("data has 0 bytes free, the copy may take 64 MiB");
    }

    @Test
    void kernelsForAnOlderProcessorAreNamedWithWhoChoseThem() {
        Optional<OpenBlas> haswell = Optional.of(new OpenBlas(Optional.of("HASWELL"), Instructions.AVX2));
        assertThat(KernelsCheck.judge(LIVE, Optional.empty(), Instructions.AVX512, 900, "")
                        .state())
                .isEqualTo(State.OK);
        assertThat(KernelsCheck.judge(LIVE, haswell, Instructions.AVX2, 900, "").state())
                .isEqualTo(State.OK);
        Finding slow = KernelsCheck.judge(LIVE, haswell, Instructions.AVX512, 900, "");
        assertThat(slow.state()).isEqualTo(State.WARN);
        assertThat(slow.problems().get(0).remedy()).contains("SKYLAKEX");
        assertThat(KernelsCheck.judge(LIVE, haswell, Instructions.AVX512, 900, "Haswell")
                        .problems()
                        .get(0)
                        .remedy())
                .contains("unset");
        assertThat(KernelsCheck.judge(new ServingKernels(false, "slow"), haswell, Instructions.AVX2, 90, "")
                        .state())
                .isEqualTo(State.FAIL);
        assertThat(KernelsCheck.judge(LIVE, haswell, Instructions.AVX2, 0, "").state())
                .isEqualTo(State.FAIL);
    }
}
