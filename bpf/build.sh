#!/bin/sh
# Compiles every sensor in this folder to the directory given. Reproducible: no path of this machine enters the objects.
set -eu
cd "$(dirname "$0")"
out=${1:?usage: build.sh OUTPUT_DIRECTORY}
mkdir -p "$out"
case $(uname -m) in
x86_64) arch=x86 ;;
aarch64) arch=arm64 ;;
*) echo "bpf/build.sh: unknown machine $(uname -m)" >&2; exit 1 ;;
esac
command -v clang >/dev/null || { echo "bpf/build.sh: clang was not found (Debian packages: clang llvm libbpf-dev)" >&2; exit 1; }
strip=$(command -v llvm-strip || ls /usr/lib/llvm-*/bin/llvm-strip 2>/dev/null | tail -n 1 || true)
[ -n "$strip" ] || { echo "bpf/build.sh: llvm-strip was not found (Debian package: llvm)" >&2; exit 1; }
for source in *.bpf.c; do
  object=$out/${source%.c}.o
  clang -g -O2 -target bpf -mcpu=v3 -D__TARGET_ARCH_$arch -Wall -Wextra -Werror -Wno-unused-parameter \
    "-ffile-prefix-map=$PWD=." -fdebug-compilation-dir=. -I. -c "$source" -o "$object"
  "$strip" -g "$object" # DWARF only; BTF stays
done
