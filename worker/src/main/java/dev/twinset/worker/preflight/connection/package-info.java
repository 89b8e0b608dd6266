/** The way to the brokers: addresses, TLS, login. */
@NullMarked
package dev.twinset.worker.preflight.connection;

import org.jspecify.annotations.NullMarked;
