package main

import (
	"context"
	"io"

	"paperboy/api"
	"paperboy/api/client"
)

// papers are the papers that a command is about: those of an open data folder, or those of the
// server that has it open. The two answer alike, errors included.
type papers struct {
	service *api.Service   // nil: server answers
	server  *client.Client // nil: service answers
}

// call asks an endpoint.
func call[P, A any](ctx context.Context, from papers, e *api.Endpoint[P, A], p P) (A, error) {
	if from.server != nil {
		return client.Call(ctx, from.server, e, p)
	}
	return e.Use(ctx, from.service, p)
}

// writeTo writes the file that is an endpoint's answer to w. After an error w may hold a part.
func writeTo[P any](ctx context.Context, from papers, d *api.Download[P], p P, w io.Writer) error {
	if from.server != nil {
		return client.Download(ctx, from.server, d, p, w)
	}
	return d.Use(ctx, from.service, p, w)
}
