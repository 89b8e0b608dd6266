#!/bin/sh
# assemble.sh PROJECT DIR: lays a built project out as a distribution that needs no build and unpacks nothing when it runs.
#
#   DIR/twinset      the launcher
#   DIR/app          our own jars, and launcher.arguments: class path and properties for Java
#   DIR/lib          the libraries' jars, without native code
#   DIR/native       the native libraries that are used, this platform's only: a folder of the class path, where JavaCPP
#                    loads them in place; those of the other libraries in DIR/native/lib
#   DIR/healthcheck, DIR/LICENSE, DIR/bom.json
set -eu
project=$1
target=$2
app=$target/app
lib=$target/lib
native=$target/native
mkdir -p "$app" "$lib" "$native/lib"

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

class_path=
append() {
    class_path=$class_path${class_path:+:}$1
}

own=$(find "$project/cli/target" -maxdepth 1 -name 'cli-*.jar')
cp "$own" "$app/"
append "$app/${own##*/}"
for jar in $(tr ':' ' ' <"$project/cli/target/classpath"); do
    name=${jar##*/}
    case $jar in
        "$project"/*) cp "$jar" "$app/" && append "$app/$name" ;;
        */org/bytedeco/*-linux-*.jar | */org/nd4j/*-linux-*.jar) take_javacpp "$jar" ;;
        *zstd-jni* | *snappy-java* | *lz4-java* | *jline-native* | *onnxruntime*) take_others "$jar" && append "$lib/$name" ;;
        *) cp "$jar" "$lib/" && append "$lib/$name" ;;
    esac
done
append "$native"
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

cat >"$app/launcher.arguments" <<EOF
-cp
"$class_path"
-Dorg.bytedeco.javacpp.cacheLibraries=false
-Djava.library.path=$native/lib
-Dorg.xerial.snappy.lib.path=$native/lib
-Dorg.xerial.snappy.lib.name=libsnappyjava.so
-Dlibrary.jline.path=$native/lib
-Donnxruntime.native.path=$native/lib
EOF

cp "$project/twinset" "$project/LICENSE" "$project/cli/target/bom.json" "$target/"
cp "$project/config/docker/healthcheck.sh" "$target/healthcheck"
chmod 0755 "$target/twinset" "$target/healthcheck"
chmod -R u=rwX,go=rX "$target"
