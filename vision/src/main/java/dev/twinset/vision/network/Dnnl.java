package dev.twinset.vision.network;

import dev.twinset.vision.memory.OffHeap;
import java.util.List;
import java.util.function.IntSupplier;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * As much of oneDNN's C interface as a chain of operations on fixed memory needs. All that it makes lives until it is
 * closed. One thread at a time.
 */
final class Dnnl implements AutoCloseable {
    private final OffHeap memory = new OffHeap();
    private final dnnl_engine engine = new dnnl_engine();
    private final dnnl_stream stream = new dnnl_stream();
    private final dnnl_primitive_attr attributes = new dnnl_primitive_attr();

    /** @throws LinkageError if the library does not load */
    Dnnl() {
        check(dnnl.dnnl_engine_create(engine, dnnl.dnnl_cpu, 0), "an engine");
        memory.kept(0, () -> dnnl.dnnl_engine_destroy(engine));
        check(dnnl.dnnl_stream_create(stream, engine, dnnl.dnnl_stream_default_flags), "a stream");
        memory.kept(0, () -> dnnl.dnnl_stream_destroy(stream));
        check(dnnl.dnnl_primitive_attr_create(attributes), "attributes");
        memory.kept(0, () -> dnnl.dnnl_primitive_attr_destroy(attributes));
        check(dnnl.dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl.dnnl_scratchpad_mode_user), "a scratchpad");
    }

    /**
     * Why it cannot be used here.
     *
     * @param instructions loads the library and asks it
     * @return null if it can
     */
    static @Nullable String obstacle(IntSupplier instructions) {
        try {
            // what we call has compiled code for x86 only, and without AVX2 it was never measured
            boolean avx2 = (instructions.getAsInt() & dnnl.dnnl_cpu_isa_avx2) == dnnl.dnnl_cpu_isa_avx2;
            return avx2 ? null : "oneDNN finds no AVX2 in this processor";
        } catch (LinkageError e) {
            return "oneDNN does not load: " + e.getMessage();
        }
    }

    /** What it uses of this processor, as bits. */
    static int instructions() {
        return dnnl.dnnl_get_effective_cpu_isa();
    }

    static String name() {
        dnnl_version_t version = dnnl.dnnl_version();
        boolean avx512 = (instructions() & dnnl.dnnl_cpu_isa_avx512_core) == dnnl.dnnl_cpu_isa_avx512_core;
        return "oneDNN " + version.major() + "." + version.minor() + " with " + (avx512 ? "AVX-512" : "AVX2");
    }

    private static void check(int status, String what) {
        if (status != dnnl.dnnl_success) {
            throw new IllegalStateException("oneDNN refused " + what + ": status " + status);
        }
    }

    FloatPointer floats(long count) {
        return memory.floats(count);
    }

    /** Memory as large as the description says. */
    FloatPointer floats(dnnl_memory_desc shape) {
        return floats(dnnl.dnnl_memory_desc_get_size(shape) / Float.BYTES);
    }

    /** @param layout a tag such as {@code dnnl_nhwc}; {@code dnnl_format_tag_any} lets the operation choose */
    dnnl_memory_desc shape(int layout, long... sizes) {
        dnnl_memory_desc shape = new dnnl_memory_desc();
        check(dnnl.dnnl_memory_desc_create_with_tag(shape, sizes.length, sizes, dnnl.dnnl_f32, layout), "a shape");
        memory.kept(0, () -> dnnl.dnnl_memory_desc_destroy(shape));
        return shape;
    }

    Operation convolution(
            dnnl_memory_desc from, dnnl_memory_desc weight, dnnl_memory_desc to, long stride, long padding) {
        dnnl_primitive_desc chosen = new dnnl_primitive_desc();
        long[] dense = {0, 0};
        long[] around = {padding, padding};
        int status = dnnl.dnnl_convolution_forward_primitive_desc_create(
                chosen,
                engine,
                dnnl.dnnl_forward_inference,
                dnnl.dnnl_convolution_direct,
                from,
                weight,
                null,
                to,
                new long[] {stride, stride},
                dense,
                around,
                around,
                attributes);
        return operation(status, chosen, "a convolution");
    }

    /** The largest of two by two. */
    Operation pool(dnnl_memory_desc from, dnnl_memory_desc to) {
        dnnl_primitive_desc chosen = new dnnl_primitive_desc();
        long[] none = {0, 0};
        long[] two = {2, 2};
        int status = dnnl.dnnl_pooling_forward_primitive_desc_create(
                chosen,
                engine,
                dnnl.dnnl_forward_inference,
                dnnl.dnnl_pooling_max,
                from,
                to,
                two,
                two,
                none,
                none,
                none,
                attributes);
        return operation(status, chosen, "a pool");
    }

    Operation product(dnnl_memory_desc from, dnnl_memory_desc weight, dnnl_memory_desc to) {
        dnnl_primitive_desc chosen = new dnnl_primitive_desc();
        int status = dnnl.dnnl_matmul_primitive_desc_create(chosen, engine, from, weight, null, to, attributes);
        return operation(status, chosen, "a matrix product");
    }

    private Operation operation(int status, dnnl_primitive_desc chosen, String what) {
        check(status, what);
        memory.kept(0, () -> dnnl.dnnl_primitive_desc_destroy(chosen));
        return new Operation(chosen);
    }

    /** Copies from one layout to another, now. */
    void reorder(dnnl_memory_desc from, Pointer source, dnnl_memory_desc to, Pointer target) {
        dnnl_primitive_desc chosen = new dnnl_primitive_desc();
        int status = dnnl.dnnl_reorder_primitive_desc_create(chosen, from, engine, to, engine, attributes);
        operation(status, chosen, "a reorder").on(source, target).run();
    }

    @Override
    public void close() {
        memory.close();
    }

    /** Code for one operation on certain shapes, as oneDNN chose and compiled it for this processor. */
    final class Operation {
        private final dnnl_primitive_desc chosen;
        private final dnnl_primitive primitive = new dnnl_primitive();
        private final dnnl_memory_desc scratchShape;
        private final FloatPointer scratch;

        private Operation(dnnl_primitive_desc chosen) {
            this.chosen = chosen;
            check(dnnl.dnnl_primitive_create(primitive, chosen), "to compile");
            memory.kept(0, () -> dnnl.dnnl_primitive_destroy(primitive));
            scratchShape = shape(dnnl.dnnl_query_scratchpad_md);
            scratch = floats(scratchShape);
        }

        /** The layout that it wants. */
        dnnl_memory_desc weight() {
            return dnnl.dnnl_primitive_desc_query_md(chosen, dnnl.dnnl_query_weights_md, 0);
        }

        private dnnl_memory_desc shape(int query) {
            return dnnl.dnnl_primitive_desc_query_md(chosen, query, 0);
        }

        /** The same operation on memory that does not change: running it is one call into the library. */
        Step on(Pointer from, Pointer to) {
            return on(List.of(
                    new Argument(dnnl.DNNL_ARG_SRC, shape(dnnl.dnnl_query_src_md), from),
                    new Argument(dnnl.DNNL_ARG_DST, shape(dnnl.dnnl_query_dst_md), to)));
        }

        /** @param weight in the layout of {@link #weight()} */
        Step on(Pointer from, Pointer weight, Pointer to) {
            return on(List.of(
                    new Argument(dnnl.DNNL_ARG_SRC, shape(dnnl.dnnl_query_src_md), from),
                    new Argument(dnnl.DNNL_ARG_WEIGHTS, weight(), weight),
                    new Argument(dnnl.DNNL_ARG_DST, shape(dnnl.dnnl_query_dst_md), to)));
        }

        private Step on(List<Argument> all) {
            dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(all.size() + 1L);
            memory.kept(0, arguments::close);
            for (int i = 0; i < all.size(); i++) {
                Argument each = all.get(i);
                arguments.getPointer(i).arg(each.index).memory(held(each.shape, each.data));
            }
            arguments.getPointer(all.size()).arg(dnnl.DNNL_ARG_SCRATCHPAD).memory(held(scratchShape, scratch));
            return new Step(primitive, arguments, all.size() + 1);
        }

        private dnnl_memory held(dnnl_memory_desc shape, Pointer data) {
            dnnl_memory held = new dnnl_memory();
            check(dnnl.dnnl_memory_create(held, shape, engine, data), "memory");
            memory.kept(0, () -> dnnl.dnnl_memory_destroy(held));
            return held;
        }
    }

    private record Argument(int index, dnnl_memory_desc shape, Pointer data) {}

    final class Step {
        private final dnnl_primitive primitive;
        private final dnnl_exec_arg_t arguments;
        private final int count;

        private Step(dnnl_primitive primitive, dnnl_exec_arg_t arguments, int count) {
            this.primitive = primitive;
            this.arguments = arguments;
            this.count = count;
        }

        void run() {
            check(dnnl.dnnl_primitive_execute(primitive, stream, count, arguments), "to run");
        }
    }
}
