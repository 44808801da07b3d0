package server

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
	"github.com/spf13/pflag"

	"paperboy/api"
	"paperboy/api/local"
	"paperboy/data/store/sqlite/folder"
)

// options are those of flags, for a server of a new folder.
func options(t *testing.T, flags ...string) Options {
	t.Helper()
	o := Options{Place: local.Place{Dir: t.TempDir(), Command: "test"}, Log: io.Discard}
	f := pflag.NewFlagSet("serve", pflag.ContinueOnError)
	o.AddFlags(f)
	if err := f.Parse(append([]string{"--addr=127.0.0.1:0", "--no-sample"}, flags...)); err != nil {
		t.Fatal(err)
	}
	return o
}

// TestRun serves until its context is cancelled, and then leaves nothing behind.
func TestRun(t *testing.T) {
	o := options(t)
	o.LogFile = filepath.Join(t.TempDir(), "log")
	o.Pages = func(e *echo.Echo, s *api.Service, p Pages) error {
		e.GET("/", func(c echo.Context) error { return c.String(http.StatusOK, "lists: "+string(p.ListPolicy)) })
		return nil
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	asked := make(chan error, 1)
	o.Ready = func(address string, papers int) error {
		if announced := folder.ServerOf(o.Place.Dir).Address; announced != address || papers != 0 {
			t.Errorf("announced %q and %d papers, want %q and 0", announced, papers, address)
		}
		go func() {
			defer cancel()
			asked <- askFor(address+"/", "lists: open")
		}()
		return nil
	}
	if err := Run(ctx, o); err != nil {
		t.Fatal(err)
	}
	if err := <-asked; err != nil {
		t.Error(err)
	}
	if log, err := os.ReadFile(o.LogFile); err != nil || !strings.Contains(string(log), "uri=/") && !strings.Contains(string(log), "path=/") {
		t.Errorf("the log has no request: %s %v", log, err)
	}
	if server := folder.ServerOf(o.Place.Dir); server.Address != "" {
		t.Errorf("the folder still names a server at %s", server.Address)
	}
	f, err := folder.Claim(o.Place.Dir, "test")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Release(); err != nil {
		t.Error(err)
	}
}

type wrongAnswer string

func (w wrongAnswer) Error() string { return "the server answered " + string(w) }

func askFor(url, want string) error {
	response, err := http.Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && string(body) != want {
		err = wrongAnswer(body)
	}
	return err
}

// TestPortInUse says so before it opens the library, and releases the folder.
func TestPortInUse(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	o := options(t, "--addr="+taken.Addr().String())
	if err := Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), "is in use by another program") {
		t.Errorf("got %v", err)
	}
	if folder.HasPapers(o.Place.Dir) {
		t.Error("the library was opened")
	}
	f, err := folder.Claim(o.Place.Dir, "test")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Release(); err != nil {
		t.Error(err)
	}
}

func TestCheck(t *testing.T) {
	for flags, want := range map[string]string{
		"":                                       "",
		"--lists=some":                           "serve --lists some: want one of [open token off]",
		"--read-access=all":                      "serve --read-access all: want one of [open key]",
		"--backup-every=1s --backup-dir=/b":      "serve --backup-every 1s: want at least 1m0s",
		"--backup-keep=0":                        "serve --backup-keep 0: want 1 to 10000",
		"--scrub-every=-1s":                      "serve --scrub-every -1s: want a time, or 0",
		"--rate-limit=fast":                      "serve --rate-limit: ",
		"--list-expiry=soon":                     "serve --list-expiry soon: ",
		"--fetch=acl":                            "serve: --fetch \"acl\"",
		"--watch=/no/such/folder":                "serve --watch /no/such/folder: there is no such folder",
		"--tls-cert=a":                           "serve: --tls-cert and --tls-key go together",
		"--tls-cert=a --tls-key=b --acme-host=c": "serve: --tls-cert and --acme-host exclude each other",
		"--acme-http=:80":                        "serve: --acme-email, --acme-directory and --acme-http need --acme-host",
		"--trusted-proxies=10":                   "serve --trusted-proxies: ",
		"--host=https://a.example":               "serve: \"https://a.example\" is not a host name",
	} {
		o := options(t, strings.Fields(flags)...)
		err := o.Check()
		if want == "" && err != nil || want != "" && (err == nil || !strings.HasPrefix(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", flags, err, want)
		}
	}
}
