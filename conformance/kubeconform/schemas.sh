# Sourced by what asks kubeconform: the strict schemas that it reads, of the API server's kinds and of the operators'.
#
#   prepare_schemas     sets $schemas to their folder; what is there is kept, else they are written from a server
#
# Needs what server.sh needs, which must be sourced, and the binaries of agreement/build and apiserver/build in $tools.
prepare_schemas() {
    local made
    made="$(cat "$root"/conformance/agreement/measure/schemas.go "$root/tools/schema-gen/sources.toml" \
        <(readlink "$tools/kube-apiserver") | sha256sum | cut -c1-12)"
    schemas="$tools/schemas-$made"
    if [ ! -d "$schemas" ]; then
        [ ${#servers[@]} -gt 0 ] || start_server
        "$tools/measure" --server "$server" --token "$token" --certificate "$place/cert.pem" --schemas "$place/schemas"
        mv "$place/schemas" "$schemas"
        local old
        for old in "$tools"/schemas-*; do [ "$old" = "$schemas" ] || rm -rf "$old"; done
    fi
}
