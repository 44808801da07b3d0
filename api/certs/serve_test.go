package certs

import (
	"errors"
	"io"
	"net"
	"net/http"
	"testing"
	"time"
)

// TestShutdown checks that running requests are answered, and that those which take longer than
// the timeout are cut off.
func TestShutdown(t *testing.T) {
	for _, test := range []struct {
		name    string
		timeout time.Duration
	}{{"waits", time.Minute}, {"cuts off", time.Nanosecond}} {
		t.Run(test.name, func(t *testing.T) {
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			waits := test.timeout == time.Minute
			arrived, finish := make(chan struct{}), make(chan struct{})
			var none *Certificates
			running := none.Start(&http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				close(arrived)
				if waits {
					<-finish
				} else {
					<-r.Context().Done()
				}
				io.WriteString(w, "done")
			})}, listener)
			answered := make(chan error, 1)
			go func() {
				response, err := http.Get(LocalURL(listener.Addr().(*net.TCPAddr), false))
				if err == nil {
					_, err = io.ReadAll(response.Body)
					response.Body.Close()
				}
				answered <- err
			}()
			<-arrived
			if waits {
				running.server.RegisterOnShutdown(func() { close(finish) })
			}
			if err := running.Shutdown(test.timeout); (err == nil) != waits {
				t.Errorf("Shutdown: %v", err)
			}
			if err := <-answered; (err == nil) != waits {
				t.Errorf("the request: %v", err)
			}
			if err := <-running.Ended(); err != nil && !errors.Is(err, http.ErrServerClosed) {
				t.Errorf("Ended: %v", err)
			}
		})
	}
}

func TestLocalURL(t *testing.T) {
	for _, test := range []struct {
		address string
		secure  bool
		want    string
	}{
		{"127.0.0.1:80", false, "http://127.0.0.1:80"},
		{"0.0.0.0:8080", true, "https://127.0.0.1:8080"},
		{"[::1]:80", false, "http://[::1]:80"},
	} {
		address, err := net.ResolveTCPAddr("tcp", test.address)
		if err != nil {
			t.Fatal(err)
		}
		if got := LocalURL(address, test.secure); got != test.want {
			t.Errorf("LocalURL(%s, %v) = %s, want %s", test.address, test.secure, got, test.want)
		}
	}
}
