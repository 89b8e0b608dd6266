package dev.twinset.vision.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class FreedMemoryTest {
    private static final int BLOCKS = 200_000;
    private static final int BYTES = 1_000;

    @Test
    void blocksThatAreFreeGoBackToTheSystem() {
        List<Pointer> blocks = new ArrayList<>(BLOCKS);
        for (int i = 0; i < BLOCKS; i++) {
            blocks.add(Pointer.calloc(1, BYTES));
        }
        // the last one is kept, so that the blocks before it are not at the end of what glibc has
        blocks.subList(0, BLOCKS - 1).forEach(Pointer::free);
        long before = Pointer.physicalBytes();

        FreedMemory.giveBack();

        assertThat(before - Pointer.physicalBytes()).isGreaterThan((long) BLOCKS * BYTES / 2);
        Pointer.free(blocks.get(BLOCKS - 1));
    }
}
