package dev.twinset.worker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** Real files on a disk that runs full after so many bytes, fails to sync on demand, and never takes time to sync. */
final class FakeDisk implements Disk {
    /** Bytes that may still be written; the write that passes them is cut there. */
    long bytesLeft = Long.MAX_VALUE;

    boolean failsToSync;
    boolean failsToSyncManifest;

    @Override
    public FileChannel open(Path file) throws IOException {
        return new Channel(Disk.REAL.open(file));
    }

    @Override
    public void replace(Path file, Path by) throws IOException {
        Disk.super.replace(file, by);
        if (failsToSyncManifest) {
            throw new IOException("Input/output error");
        }
    }

    @Override
    public void forceNames(Path directory) {}

    private final class Channel extends FileChannel {
        private final FileChannel real;

        Channel(FileChannel real) {
            this.real = real;
        }

        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            if (bytesLeft == 0) {
                throw new IOException("No space left on device");
            }
            int length = (int) Math.min(bytesLeft, bytes.remaining());
            int written = real.write(bytes.slice(bytes.position(), length), position);
            bytes.position(bytes.position() + written);
            bytesLeft -= written;
            return written;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            if (failsToSync) {
                throw new IOException("Input/output error");
            }
        }

        @Override
        public int read(ByteBuffer bytes, long position) throws IOException {
            return real.read(bytes, position);
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            real.truncate(size);
            return this;
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
            return real.map(mode, position, size);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            real.close();
        }

        @Override
        public int read(ByteBuffer bytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read(ByteBuffer[] bytes, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer bytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] bytes, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel position(long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }
    }
}
