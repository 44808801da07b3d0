package main

import (
	"bufio"
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/client"
)

// papers answer the endpoints: those of an open data folder or, if a server has it open, those
// of the server. Both give the same answers and errors.
type papers struct {
	service *api.Service   // nil: server answers
	server  *client.Client // nil: service answers
}

// call returns the answer of an endpoint.
func call[P, A any](ctx context.Context, from papers, e *api.Endpoint[P, A], p P) (A, error) {
	if from.server != nil {
		return client.Call(ctx, from.server, e, p)
	}
	return e.Use(ctx, from.service, p)
}

// show calls an endpoint and prints its answer: as JSON with --json, otherwise with text.
func show[P, A any](c *Config, cmd *cobra.Command, e *api.Endpoint[P, A], p P, text func(io.Writer, A) error) error {
	return c.ask(cmd, showing(c, cmd, e, p, text))
}

// showing returns what show does with the open papers.
func showing[P, A any](c *Config, cmd *cobra.Command, e *api.Endpoint[P, A], p P, text func(io.Writer, A) error) func(papers) error {
	return func(from papers) error {
		answer, err := call(cmd.Context(), from, e, p)
		if err != nil {
			return err
		}
		return output(c, cmd, answer, text)
	}
}

// output prints an answer: as JSON with --json, otherwise with text.
func output[A any](c *Config, cmd *cobra.Command, answer A, text func(io.Writer, A) error) error {
	if c.JSON {
		return printJSON(cmd.OutOrStdout(), answer)
	}
	return text(cmd.OutOrStdout(), answer)
}

// line returns a function for show that prints what text returns as a line.
func line[A any](text func(A) string) func(io.Writer, A) error {
	return func(w io.Writer, answer A) error {
		_, err := io.WriteString(w, text(answer)+"\n")
		return err
	}
}

// writeTo writes the file that an endpoint returns to w. After an error, w may hold a part of it.
func writeTo[P any](ctx context.Context, from papers, d *api.Download[P], p P, w io.Writer) error {
	if from.server != nil {
		return client.Download(ctx, from.server, d, p, w)
	}
	return d.Use(ctx, from.service, p, w)
}

// showFile writes the file that an endpoint returns to standard output.
func showFile[P any](c *Config, cmd *cobra.Command, d *api.Download[P], p P) error {
	return c.ask(cmd, func(from papers) error {
		out := bufio.NewWriter(cmd.OutOrStdout())
		return errors.Join(writeTo(cmd.Context(), from, d, p, out), out.Flush())
	})
}
