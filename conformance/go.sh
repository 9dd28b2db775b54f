# Sourced by what builds tools from Go modules: Go as it is installed, or Go's own toolchain module.
#
# $tools is the folder in which built things are kept.
go_version=1.26.8
if ! command -v go >/dev/null; then
    if [ ! -x "$tools/go-$go_version/bin/go" ]; then
        archive="golang.org/toolchain@v0.0.1-go$go_version.linux-amd64"
        proxy="${GOPROXY:-https://proxy.golang.org}"
        curl -sSfL -o "$tools/go.zip" "${proxy%%[,|]*}/golang.org/toolchain/@v/${archive##*@}.zip"
        unzip -q "$tools/go.zip" -d "$tools/go-unpacked"
        mv "$tools/go-unpacked/$archive" "$tools/go-$go_version"
        chmod +x "$tools/go-$go_version"/bin/* "$tools/go-$go_version"/pkg/tool/*/*
        rm -r "$tools/go.zip" "$tools/go-unpacked"
    fi
    export PATH="$tools/go-$go_version/bin:$PATH"
fi
