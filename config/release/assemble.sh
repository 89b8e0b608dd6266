#!/bin/sh
# assemble.sh PROJECT VERSION TIME: lays a built project out as a release that needs no build, unpacks nothing when it runs, and
# packs it: PROJECT/cli/target/twinset-VERSION, with .tar.gz and .tar.gz.sha256 beside it. TIME is that of every file in it, so
# that the same sources give the same bytes. mvn -Prelease package runs it; needs Linux, unzip, zip and strip (binutils).
#
#   twinset          the launcher
#   app              our own jars, the jars of OpenSearch for twinset engine, and class-path: a line for each entry
#   lib              the libraries' jars, without native code
#   native           the native libraries that are used, this platform's only: a folder of the class path, where JavaCPP
#                    loads them in place; those of the other libraries in native/lib
#   config, docs     examples, alerts, dashboard, Kubernetes; the documentation
#   contract         for programs that publish and read answers
#   LICENSE, licences, bom.json, bom-opensearch.json, SHA256SUMS
#   healthcheck      for containers
set -eu
project=$1
name=twinset-$2
time=$3
target=$project/cli/target/$name
rm -rf "$target" "$target".tar.gz*
app=$target/app
lib=$target/lib
native=$target/native
licences=$target/licences
mkdir -p "$app" "$lib" "$native/lib" "$licences"

# docs/native-libraries.md says what each is for; a test holds that list against the class path
javacpp='libjnijavacpp.so libgcc_s.so.1 libquadmath.so.0 libgfortran.so.5 libopenblas.so.0 libjniopenblas.so
    libjniopenblas_nolapack.so libopencv_core.so.* libopencv_imgproc.so.* libopencv_imgcodecs.so.* libjniopencv_core.so
    libjniopencv_imgproc.so libjniopencv_imgcodecs.so libgomp.so.1 libdnnl.so.3 libjnidnnl.so libOpenCL.so.1 libjniOpenCL.so libnd4jcpu.so
    libjnind4jcpu.so'
others='libzstd-jni-*.so libsnappyjava.so liblz4-java.so libjlinenative.so libonnxruntime.so libonnxruntime4j_jni.so'
case $(uname -m) in
    x86_64) others_platform='linux/amd64/* */Linux/x86_64/* native/linux-x64/*' ;;
    aarch64) others_platform='linux/aarch64/* */Linux/aarch64/* native/linux-aarch64/*' ;;
    *) echo "assemble.sh: no native libraries for $(uname -m)" >&2 && exit 1 ;;
esac

# the lists above hold patterns for unzip, not for the shell
set -f
# unzip's exit code
not_in_it=11

# take_javacpp JAR: its libraries keep their folders, by which JavaCPP finds them
take_javacpp() {
    for library in $javacpp; do
        unzip -qo "$1" "org/*/$library" -d "$native" 2>/dev/null || [ $? -eq $not_in_it ]
    done
    # what was compiled into them asks for this
    unzip -qo "$1" 'org/*/share/licenses/*' -d "$native" 2>/dev/null || [ $? -eq $not_in_it ]
}

# take_others JAR: this platform's libraries go into one folder; the jar is kept without those of any platform
take_others() {
    for platform in $others_platform; do
        for library in $others; do
            unzip -qoj "$1" "*${platform%\*}$library" -d "$native/lib" 2>/dev/null || [ $? -eq $not_in_it ]
        done
    done
    cp "$1" "$lib/"
    zip -qd "$lib/${1##*/}" '*.so' '*.dll' '*.dylib' '*.jnilib' '*.a' '*.dSYM/*' >/dev/null
}

# take_licences JAR: the texts that it brings; bom.json names the licence of each
take_licences() {
    texts=$licences/$(basename "$1" .jar)
    unzip -qo "$1" 'META-INF/LICENSE*' 'META-INF/NOTICE*' 'LICENSE*' 'NOTICE*' -d "$texts" 2>/dev/null ||
        [ $? -eq $not_in_it ]
}

append() {
    printf '%s\n' "$1" >>"$app/class-path"
}

own=$(find "$project/cli/target" -maxdepth 1 -name 'cli-*.jar')
cp "$own" "$app/"
append "app/${own##*/}"
for jar in $(tr ':' ' ' <"$project/cli/target/classpath"); do
    file=${jar##*/}
    case $jar in
        "$project"/*) ;;
        *) take_licences "$jar" ;;
    esac
    case $jar in
        "$project"/*) cp "$jar" "$app/" && append "app/$file" ;;
        */org/bytedeco/*-linux-*.jar | */org/nd4j/*-linux-*.jar) take_javacpp "$jar" ;;
        *zstd-jni* | *snappy-java* | *lz4-java* | *jline-native* | *onnxruntime*) take_others "$jar" && append "lib/$file" ;;
        *) cp "$jar" "$lib/" && append "lib/$file" ;;
    esac
done
append native
for library in $javacpp $others; do
    if [ -z "$(find "$native" -name "$library")" ]; then
        echo "assemble.sh: no jar of the class path holds $library for $(uname -m)" >&2
        # processors differ in what their compilers need
        [ "$(uname -m)" != x86_64 ] || exit 1
    fi
done
set +f

find "$native" -name '*.so*' -type f -exec strip --strip-unneeded {} +
# the name by which OpenBLAS's Java side asks for it
for blas in "$native"/org/bytedeco/openblas/*/; do
    ln -sf libopenblas.so.0 "${blas}libopenblas_nolapack.so.0"
done

# twinset engine looks for them beside its own jar
cp -R "$project/engine/target/opensearch" "$app/opensearch"
for jar in "$app"/opensearch/*/*.jar; do
    take_licences "$jar"
done
cp "$project/engine/target/bom.json" "$target/bom-opensearch.json"
cp "$project/cli/target/bom.json" "$project/LICENSE" "$project/README.md" "$project/CHANGELOG.md" "$project/twinset" "$target/"
cp -R "$project/docs" "$target/docs"
mkdir "$target/config"
cp -R "$project"/config/*.properties "$project/config/grafana" "$project/config/kubernetes" "$project/config/prometheus" \
    "$target/config/"
(cd "$project" && cp --parents contract/README.md contract/asyncapi.yaml contract/src/test/java/example/ShopClient.java \
    contract/src/main/resources/dev/twinset/contract/recommendations.schema.json "$target/")
cp "$project/config/docker/healthcheck.sh" "$target/healthcheck"
chmod -R u=rwX,go=rX "$target"
chmod 0755 "$target/twinset" "$target/healthcheck"

(cd "$target" && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | sed 's|^\./||' | tr '\n' '\0' | xargs -0 sha256sum >SHA256SUMS)
cd "$project/cli/target"
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="$time" -cf - "$name" | gzip -n >"$name.tar.gz"
sha256sum "$name.tar.gz" >"$name.tar.gz.sha256"
