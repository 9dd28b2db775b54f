# Sourced by what asks a real API server: etcd and kube-apiserver on loopback, with no cluster behind them, and the
# definitions of the operators' kinds in it. It fails by `fail <why>`, which who sources it defines.
#
#   start_server     in the folder that $place names, from the binaries in $tools: then $server is its address, $token
#                    an administrator's, $place/cert.pem its certificate, $place/crds the definitions,
#                    and `kubectl` speaks to it
#   stop_server      ends both
#   make_namespaces <folder>…    those that the manifests in these folders name
#
# Needs bash, openssl, unzip, Go, and $root, the repository.

# There is nothing to save, and an API server that is asked politely takes a minute to drain its connections.
servers=()
stop_server() {
    [ ${#servers[@]} -eq 0 ] || kill -KILL "${servers[@]}" 2>/dev/null || true
    wait 2>/dev/null || true
}

kubectl() {
    "$tools/kubectl" --kubeconfig /dev/null --server "$server" --certificate-authority "$place/cert.pem" \
        --token "$token" "$@"
}

# A port that nobody listens on.
free_port() {
    local port
    while port=$((20000 + RANDOM % 20000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
    echo "$port"
}

start_server() {
    local client peer secure
    client=$(free_port) peer=$(free_port) secure=$(free_port)
    server="https://127.0.0.1:$secure"
    token="$(openssl rand -hex 16)"
    (
        cd "$place"
        openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout key.pem -out cert.pem -subj /CN=127.0.0.1 \
            -addext subjectAltName=IP:127.0.0.1 2>/dev/null
        openssl genrsa -out account.pem 2048 2>/dev/null
        echo "$token,admin,admin,system:masters" >tokens.csv
    )
    "$tools/etcd" --data-dir "$place/etcd" --unsafe-no-fsync --log-level error \
        --listen-client-urls "http://127.0.0.1:$client" --advertise-client-urls "http://127.0.0.1:$client" \
        --listen-peer-urls "http://127.0.0.1:$peer" --initial-advertise-peer-urls "http://127.0.0.1:$peer" \
        --initial-cluster "default=http://127.0.0.1:$peer" >"$place/etcd.log" 2>&1 &
    servers+=($!)
    "$tools/kube-apiserver" --etcd-servers "http://127.0.0.1:$client" --bind-address 127.0.0.1 \
        --advertise-address 127.0.0.1 --secure-port "$secure" --endpoint-reconciler-type none \
        --tls-cert-file "$place/cert.pem" --tls-private-key-file "$place/key.pem" --cert-dir "$place" \
        --service-account-issuer https://kubernetes.default.svc --service-account-key-file "$place/account.pem" \
        --service-account-signing-key-file "$place/account.pem" --service-cluster-ip-range 10.0.0.0/16 \
        --authorization-mode RBAC --token-auth-file "$place/tokens.csv" \
        --allow-privileged --disable-admission-plugins ServiceAccount >"$place/apiserver.log" 2>&1 &
    servers+=($!)
    for _ in $(seq 120); do
        ! kubectl get --raw /readyz >/dev/null 2>&1 || break
        sleep 0.5
    done
    kubectl get --raw /readyz >/dev/null || fail "the API server did not start: $(tail -5 "$place/apiserver.log")"
    install_definitions
}

# The definitions of the operators' kinds, from the modules that the embedded schemas are made from.
# Only their files are taken: a module that asks for a newer Go is no hindrance.
install_definitions() {
    local module version path zip
    mkdir "$place/crds"
    while read -r module version path; do
        zip="$(GOFLAGS=-mod=mod go mod download -json "$module@$version" | sed -n 's/^\t"Zip": "\(.*\)",$/\1/p')" || true
        [ -n "$zip" ] || fail "$module@$version cannot be had"
        unzip -q -o "$zip" "$module@$version/$path" -d "$place/crds"
    done < <(awk '
        /^\[\[/ { crds = ($0 == "[[crds]]") }
        crds && /^module = / { gsub(/"/, "", $3); module = $3 }
        crds && /^version = / { gsub(/"/, "", $3); version = $3 }
        crds && /^paths = / { gsub(/[\[\]",]/, ""); for (i = 3; i <= NF; i++) print module, version, $i }
    ' "$root/tools/schema-gen/sources.toml")
    # Beside them lie kustomizations and examples, which are no definitions.
    local definitions=()
    mapfile -t definitions < <(grep -rlE '^kind: CustomResourceDefinition' "$place/crds")
    kubectl create --validate=ignore "${definitions[@]/#/--filename=}" >"$place/crds.log" 2>&1 ||
        fail "$(grep -i error "$place/crds.log")"
    kubectl wait --for condition=established --timeout 120s crd --all >/dev/null || fail 'a definition is not established'
}

# Objects need their namespaces, and there is no controller that makes a namespace usable: its account is nobody's.
make_namespaces() {
    local namespace
    grep -rhoE --include='*.yaml' '^  namespace: .*' "$@" | awk '{ print $2 }' | tr -d '"' | sort -u |
        while read -r namespace; do kubectl create namespace "$namespace" >/dev/null 2>&1 || true; done
}
