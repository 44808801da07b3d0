package access

import (
	"context"

	"paperboy/data/store"
)

type clientKey struct{}

// WithClient puts a name for who sent a request, a key or an address, into its context, by which
// limits count.
func WithClient(ctx context.Context, client string) context.Context {
	return context.WithValue(ctx, clientKey{}, client)
}

// LimitedClient returns the name that [WithClient] put into ctx. It is "" for a call from
// inside, and for those who have no limits.
func LimitedClient(ctx context.Context) string {
	client, _ := ctx.Value(clientKey{}).(string)
	if From(ctx).Rate == store.RateUnlimited {
		return ""
	}
	return client
}
