#!/bin/sh
# java.sh DIR: makes a Java runtime of the modules that Twinset and its libraries use.
set -eu
target=$1
jdk=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")

# desktop: charts and thumbnails; sql: Jackson's types; instrument: agents such as OpenTelemetry's;
# crypto.ec, security.*: TLS, SASL and Kerberos; charsets: catalogues in old encodings; jcmd: a look inside on a bad day
modules=java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,java.security.jgss
modules=$modules,java.security.sasl,java.sql,java.xml,jdk.charsets,jdk.crypto.ec,jdk.httpserver,jdk.jcmd,jdk.jfr
modules=$modules,jdk.management,jdk.management.agent,jdk.security.auth,jdk.security.jgss,jdk.unsupported,jdk.zipfs

mkdir -p "$(dirname "$target")"
"$jdk/bin/jlink" --module-path "$jdk/jmods" --add-modules "$modules" --output "$target" \
    --strip-debug --no-header-files --no-man-pages
# Debian keeps the trusted certificates outside its Java
cp --dereference /etc/ssl/certs/java/cacerts "$target/lib/security/cacerts"
# the JDK's own classes as they lie in memory: starts faster, and replicas on a machine share them
"$target/bin/java" -XX:+UseSerialGC -Xshare:dump >/dev/null
