kind
