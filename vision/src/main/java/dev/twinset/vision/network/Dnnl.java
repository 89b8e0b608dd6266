package dev.twinset.vision.network;

import dev.twinset.vision.memory.OffHeap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
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
public final class Dnnl implements AutoCloseable {
    private static final int NORMALISATION = dnnl.dnnl_use_scale | dnnl.dnnl_use_shift | dnnl.dnnl_fuse_norm_relu;

    private final OffHeap memory = new OffHeap();
    private final dnnl_engine engine = new dnnl_engine();
    private final dnnl_stream stream = new dnnl_stream();
    private final dnnl_primitive_attr attributes = new dnnl_primitive_attr();

    /** @throws LinkageError if the library does not load */
    public Dnnl() {
        check(dnnl.dnnl_engine_create(engine, dnnl.dnnl_cpu, 0), "an engine");
        memory.kept(0, () -> dnnl.dnnl_engine_destroy(engine));
        check(dnnl.dnnl_stream_create(stream, engine, dnnl.dnnl_stream_default_flags), "a stream");
        memory.kept(0, () -> dnnl.dnnl_stream_destroy(stream));
        check(dnnl.dnnl_primitive_attr_create(attributes), "attributes");
        memory.kept(0, () -> dnnl.dnnl_primitive_attr_destroy(attributes));
        check(dnnl.dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl.dnnl_scratchpad_mode_user), "a scratchpad");
    }

    /** Whether it loads here and has fast code for this processor. */
    public static boolean isUsable() {
        return obstacle(Dnnl::instructions) == null;
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

    /**
     * The products of all rows of {@code a} with all rows of {@code b}, on as many threads as {@code OMP_NUM_THREADS}.
     *
     * @param a {@code aRows} rows of {@code length} numbers
     * @param b {@code bRows} rows of {@code length} numbers
     * @param products row by row of {@code a}, each {@code stride} numbers after the one before
     */
    public static void multiplyTransposed(
            FloatPointer a, int aRows, FloatPointer b, int bRows, int length, FloatPointer products, int stride) {
        check(
                dnnl.dnnl_sgemm(
                        (byte) 'N', (byte) 'T', aRows, bRows, length, 1, a, length, b, length, 0, products, stride),
                "a product");
    }

    public FloatPointer floats(long count) {
        return memory.floats(count);
    }

    /** Memory as large as the description says. */
    public FloatPointer floats(dnnl_memory_desc shape) {
        return floats(dnnl.dnnl_memory_desc_get_size(shape) / Float.BYTES);
    }

    /** @param layout a tag such as {@code dnnl_nhwc}; {@code dnnl_format_tag_any} lets the operation choose */
    public dnnl_memory_desc shape(int layout, long... sizes) {
        dnnl_memory_desc shape = new dnnl_memory_desc();
        check(dnnl.dnnl_memory_desc_create_with_tag(shape, sizes.length, sizes, dnnl.dnnl_f32, layout), "a shape");
        memory.kept(0, () -> dnnl.dnnl_memory_desc_destroy(shape));
        return shape;
    }

    Operation convolution(
            dnnl_memory_desc from, dnnl_memory_desc weight, dnnl_memory_desc to, long stride, long padding) {
        return convolution(dnnl.dnnl_forward_inference, from, weight, to, stride, padding);
    }

    /** A convolution whose gradients {@link #inputGradient} and {@link #weightGradient} compute. */
    public Operation trainedConvolution(
            dnnl_memory_desc from, dnnl_memory_desc weight, dnnl_memory_desc to, long stride, long padding) {
        return convolution(dnnl.dnnl_forward_training, from, weight, to, stride, padding);
    }

    private Operation convolution(
            int kind, dnnl_memory_desc from, dnnl_memory_desc weight, dnnl_memory_desc to, long stride, long padding) {
        return operation(
                "a convolution",
                chosen -> dnnl.dnnl_convolution_forward_primitive_desc_create(
                        chosen,
                        engine,
                        kind,
                        dnnl.dnnl_convolution_direct,
                        from,
                        weight,
                        null,
                        to,
                        both(stride),
                        both(0),
                        both(padding),
                        both(padding),
                        attributes));
    }

    /** From the gradient of a convolution's output to that of its input. */
    public Operation inputGradient(
            Operation forward,
            dnnl_memory_desc from,
            dnnl_memory_desc weight,
            dnnl_memory_desc to,
            long stride,
            long padding) {
        return operation(
                "a convolution's input gradient",
                chosen -> dnnl.dnnl_convolution_backward_data_primitive_desc_create(
                        chosen,
                        engine,
                        dnnl.dnnl_convolution_direct,
                        from,
                        weight,
                        to,
                        both(stride),
                        both(0),
                        both(padding),
                        both(padding),
                        forward.chosen,
                        attributes));
    }

    /** From a convolution's input and the gradient of its output to that of its weights. */
    public Operation weightGradient(
            Operation forward,
            dnnl_memory_desc from,
            dnnl_memory_desc weight,
            dnnl_memory_desc to,
            long stride,
            long padding) {
        return operation(
                "a convolution's weight gradient",
                chosen -> dnnl.dnnl_convolution_backward_weights_primitive_desc_create(
                        chosen,
                        engine,
                        dnnl.dnnl_convolution_direct,
                        from,
                        weight,
                        null,
                        to,
                        both(stride),
                        both(0),
                        both(padding),
                        both(padding),
                        forward.chosen,
                        attributes));
    }

    private static long[] both(long value) {
        return new long[] {value, value};
    }

    /** The largest of two by two. */
    Operation pool(dnnl_memory_desc from, dnnl_memory_desc to) {
        long[] none = {0, 0};
        long[] two = {2, 2};
        return operation(
                "a pool",
                chosen -> dnnl.dnnl_pooling_forward_primitive_desc_create(
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
                        attributes));
    }

    /**
     * Batch normalisation of each channel, and a rectifier behind it. In training it writes {@link Operand#MEAN} and
     * {@link Operand#VARIANCE}, else it reads them.
     */
    public Operation normalisation(dnnl_memory_desc images, long channels, float epsilon, boolean training) {
        return operation(
                "a normalisation",
                channels,
                chosen -> dnnl.dnnl_batch_normalization_forward_primitive_desc_create(
                        chosen,
                        engine,
                        training ? dnnl.dnnl_forward_training : dnnl.dnnl_forward_inference,
                        images,
                        images,
                        epsilon,
                        training ? NORMALISATION : NORMALISATION | dnnl.dnnl_use_global_stats,
                        attributes));
    }

    /** All gradients of a normalisation in training. */
    public Operation normalisationGradient(Operation forward, dnnl_memory_desc images, long channels, float epsilon) {
        return operation(
                "a normalisation's gradient",
                channels,
                chosen -> dnnl.dnnl_batch_normalization_backward_primitive_desc_create(
                        chosen,
                        engine,
                        dnnl.dnnl_backward,
                        images,
                        images,
                        images,
                        epsilon,
                        NORMALISATION,
                        forward.chosen,
                        attributes));
    }

    Operation product(dnnl_memory_desc from, dnnl_memory_desc weight, dnnl_memory_desc to) {
        return operation(
                "a matrix product",
                chosen -> dnnl.dnnl_matmul_primitive_desc_create(chosen, engine, from, weight, null, to, attributes));
    }

    private Operation operation(String what, ToIntFunction<dnnl_primitive_desc> create) {
        return operation(what, 0, create);
    }

    /** @param create writes what oneDNN chose, and returns its status */
    private Operation operation(String what, long channels, ToIntFunction<dnnl_primitive_desc> create) {
        dnnl_primitive_desc chosen = new dnnl_primitive_desc();
        check(create.applyAsInt(chosen), what);
        memory.kept(0, () -> dnnl.dnnl_primitive_desc_destroy(chosen));
        return new Operation(chosen, channels);
    }

    /** Copies from one layout to another, now. */
    void reorder(dnnl_memory_desc from, Pointer source, dnnl_memory_desc to, Pointer target) {
        reorder(from, to).on(source, target).run();
    }

    /** Copies from one layout to another. */
    public Operation reorder(dnnl_memory_desc from, dnnl_memory_desc to) {
        return operation(
                "a reorder",
                chosen -> dnnl.dnnl_reorder_primitive_desc_create(chosen, from, engine, to, engine, attributes));
    }

    @Override
    public void close() {
        memory.close();
    }

    /** What an operation reads or writes. */
    public enum Operand {
        INPUT(dnnl.DNNL_ARG_SRC, dnnl.dnnl_query_src_md),
        WEIGHT(dnnl.DNNL_ARG_WEIGHTS, dnnl.dnnl_query_weights_md),
        OUTPUT(dnnl.DNNL_ARG_DST, dnnl.dnnl_query_dst_md),
        INPUT_GRADIENT(dnnl.DNNL_ARG_DIFF_SRC, dnnl.dnnl_query_diff_src_md),
        WEIGHT_GRADIENT(dnnl.DNNL_ARG_DIFF_WEIGHTS, dnnl.dnnl_query_diff_weights_md),
        OUTPUT_GRADIENT(dnnl.DNNL_ARG_DIFF_DST, dnnl.dnnl_query_diff_dst_md),
        WORKSPACE(dnnl.DNNL_ARG_WORKSPACE, dnnl.dnnl_query_workspace_md),
        MEAN(dnnl.DNNL_ARG_MEAN),
        VARIANCE(dnnl.DNNL_ARG_VARIANCE),
        SCALE(dnnl.DNNL_ARG_SCALE),
        SHIFT(dnnl.DNNL_ARG_SHIFT),
        SCALE_GRADIENT(dnnl.DNNL_ARG_DIFF_SCALE),
        SHIFT_GRADIENT(dnnl.DNNL_ARG_DIFF_SHIFT);

        /** A value for each channel. */
        private static final int CHANNELS = -1;

        private final int argument;
        private final int query;

        Operand(int argument, int query) {
            this.argument = argument;
            this.query = query;
        }

        Operand(int argument) {
            this(argument, CHANNELS);
        }
    }

    /** Code for one operation on certain shapes, as oneDNN chose and compiled it for this processor. */
    public final class Operation {
        private final dnnl_primitive_desc chosen;
        private final long channels;
        private final dnnl_primitive primitive = new dnnl_primitive();
        private final dnnl_memory_desc scratchShape;
        private final FloatPointer scratch;

        private Operation(dnnl_primitive_desc chosen, long channels) {
            this.chosen = chosen;
            this.channels = channels;
            check(dnnl.dnnl_primitive_create(primitive, chosen), "to compile");
            memory.kept(0, () -> dnnl.dnnl_primitive_destroy(primitive));
            scratchShape = shape(dnnl.dnnl_query_scratchpad_md);
            scratch = floats(scratchShape);
        }

        /** The layout that it wants. */
        public dnnl_memory_desc shape(Operand operand) {
            return operand.query == Operand.CHANNELS ? Dnnl.this.shape(dnnl.dnnl_x, channels) : shape(operand.query);
        }

        private dnnl_memory_desc shape(int query) {
            return dnnl.dnnl_primitive_desc_query_md(chosen, query, 0);
        }

        /** The same operation on memory that does not change: running it is one call into the library. */
        Step on(Pointer from, Pointer to) {
            return on(List.of(Operand.INPUT, Operand.OUTPUT)).with(from, to);
        }

        /** @param weight in the layout of its {@link #shape} */
        Step on(Pointer from, Pointer weight, Pointer to) {
            return on(List.of(Operand.INPUT, Operand.WEIGHT, Operand.OUTPUT)).with(from, weight, to);
        }

        /** The operation on memory that {@link Step#with} names. */
        public Step on(List<Operand> operands) {
            dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(operands.size() + 1L);
            memory.kept(0, arguments::close);
            List<dnnl_memory> held = new ArrayList<>();
            for (Operand operand : operands) {
                dnnl_memory each = held(shape(operand), null);
                arguments.getPointer(held.size()).arg(operand.argument).memory(each);
                held.add(each);
            }
            arguments.getPointer(operands.size()).arg(dnnl.DNNL_ARG_SCRATCHPAD).memory(held(scratchShape, scratch));
            return new Step(primitive, arguments, held);
        }

        private dnnl_memory held(dnnl_memory_desc shape, @Nullable Pointer data) {
            dnnl_memory held = new dnnl_memory();
            check(dnnl.dnnl_memory_create(held, shape, engine, data), "memory");
            memory.kept(0, () -> dnnl.dnnl_memory_destroy(held));
            return held;
        }
    }

    /** An operation on certain memory. */
    public final class Step {
        private final dnnl_primitive primitive;
        private final dnnl_exec_arg_t arguments;
        private final List<dnnl_memory> held;

        private Step(dnnl_primitive primitive, dnnl_exec_arg_t arguments, List<dnnl_memory> held) {
            this.primitive = primitive;
            this.arguments = arguments;
            this.held = held;
        }

        /**
         * From now on works on this memory.
         *
         * @param data one for each operand, in their order and layouts
         */
        public Step with(Pointer... data) {
            for (int i = 0; i < data.length; i++) {
                check(dnnl.dnnl_memory_set_data_handle(held.get(i), data[i]), "memory");
            }
            return this;
        }

        public void run() {
            check(dnnl.dnnl_primitive_execute(primitive, stream, held.size() + 1, arguments), "to run");
        }
    }
}
