package certs

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"paperboy/data/panics"
)

// A Running is a server that Start has started.
type Running struct {
	server *http.Server
	ended  chan error
}

// Start serves on a listener in the background: with TLS, unless s is nil.
func (s *Certificates) Start(server *http.Server, listener net.Listener) *Running {
	r := &Running{server, make(chan error, 1)}
	panics.Go("serve", func() error { return s.Serve(server, listener) }, func(err error) {
		r.ended <- err
		close(r.ended)
	})
	return r
}

// Ended returns a channel that receives the error that ends the server, and is then closed.
func (r *Running) Ended() <-chan error { return r.ended }

// Shutdown stops accepting requests and waits for the running ones. Those that take longer than
// timeout are cut off, which is an error.
func (r *Running) Shutdown(timeout time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	err := r.server.Shutdown(ctx)
	if err != nil {
		err = errors.Join(fmt.Errorf("stop: %w", err), r.server.Close())
	}
	<-r.ended
	return err
}

// LocalURL returns the URL at which programs on this machine reach a server that listens on a.
func LocalURL(a *net.TCPAddr, secure bool) string {
	host, scheme := a.IP.String(), "http"
	if a.IP.IsUnspecified() {
		host = "127.0.0.1"
	}
	if secure {
		scheme = "https"
	}
	return scheme + "://" + net.JoinHostPort(host, fmt.Sprint(a.Port))
}
