package certs

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"encoding/pem"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/dns/dnsmessage"
)

// writeCertificate writes a certificate for 127.0.0.1 with a serial number to cert.pem and key.pem
// in dir. It replaces the files by renaming, as programs that renew certificates do.
func writeCertificate(t *testing.T, dir string, serial int64) (certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"papers.example"},
	}
	signed, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	certFile, keyFile = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	overwriteFile(t, certFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: signed}))
	overwriteFile(t, keyFile, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: private}))
	return certFile, keyFile
}

// lastChange makes the times of replaced files differ even if they are replaced within a tick.
var lastChange struct {
	sync.Mutex
	time.Time
}

func overwriteFile(t *testing.T, path string, text []byte) {
	t.Helper()
	lastChange.Lock()
	defer lastChange.Unlock()
	lastChange.Time = lastChange.Add(time.Second)
	if lastChange.Before(time.Now()) {
		lastChange.Time = time.Now()
	}
	if err := errors.Join(os.WriteFile(path+".new", text, 0o600), os.Chtimes(path+".new", lastChange.Time, lastChange.Time), os.Rename(path+".new", path)); err != nil {
		t.Fatal(err)
	}
}

// tlsServer starts a server with an empty handler and the certificates of o.
func tlsServer(t *testing.T, o Options) (*Certificates, string, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	o.Log = slog.New(slog.NewTextHandler(&log, nil))
	certs, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}), ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelInfo)}
	ended := make(chan error, 1)
	go func() { ended <- certs.Serve(server, listener) }()
	t.Cleanup(func() {
		server.Close()
		<-ended
	})
	return certs, listener.Addr().String(), &log
}

// shown returns the serial number of the certificate that a new connection gets.
func shown(t *testing.T, address string) int64 {
	t.Helper()
	conn, err := tls.Dial("tcp", address, &tls.Config{InsecureSkipVerify: true, ServerName: "papers.example"})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	return conn.ConnectionState().PeerCertificates[0].SerialNumber.Int64()
}

func TestCertificateIsReadAgain(t *testing.T) {
	dir := t.TempDir()
	certFile, keyFile := writeCertificate(t, dir, 1)
	certs, address, log := tlsServer(t, Options{CertFile: certFile, KeyFile: keyFile})
	want := func(why string, serial int64) {
		t.Helper()
		if got := shown(t, address); got != serial {
			t.Errorf("%s: certificate %d, want %d\n%s", why, got, serial, log)
		}
	}
	want("at first", 1)
	writeCertificate(t, dir, 2)
	want("after it was replaced", 2)

	overwriteFile(t, certFile, []byte("nonsense"))
	want("while the new one cannot be read", 2)
	if !strings.Contains(log.String(), "the certificate stays as it was") {
		t.Errorf("the error is not logged:\n%s", log)
	}
	old, err := os.ReadFile(keyFile)
	if err != nil {
		t.Fatal(err)
	}
	writeCertificate(t, dir, 3)
	next, err := os.ReadFile(keyFile)
	if err != nil {
		t.Fatal(err)
	}
	overwriteFile(t, keyFile, old)
	want("while the key is not there yet", 2)
	if err := certs.Reload(); err == nil {
		t.Error("reload takes a key of another certificate")
	}
	overwriteFile(t, keyFile, next)
	want("with its key", 3)

	// A replacement with the same time and size is not noticed, except by Reload.
	writeCertificate(t, dir, 4)
	certs.mu.Lock()
	certs.tried = [2]fileState{stateOf(certFile), stateOf(keyFile)}
	certs.mu.Unlock()
	want("unnoticed", 3)
	if err := certs.Reload(); err != nil {
		t.Error(err)
	}
	want("after reload", 4)
	if err := os.Remove(certFile); err != nil {
		t.Fatal(err)
	}
	want("without its file", 4)
}

func TestTLSVersions(t *testing.T) {
	certFile, keyFile := writeCertificate(t, t.TempDir(), 1)
	_, address, _ := tlsServer(t, Options{CertFile: certFile, KeyFile: keyFile})
	for version, may := range map[uint16]bool{tls.VersionTLS10: false, tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true} {
		conn, err := tls.Dial("tcp", address, &tls.Config{InsecureSkipVerify: true, MinVersion: version, MaxVersion: version})
		if err == nil {
			conn.Close()
		}
		if (err == nil) != may {
			t.Errorf("%s: error %v", tls.VersionName(version), err)
		}
	}
}

// TestPinnedClient checks that commands on this machine trust only the server with the pin from the
// data folder.
func TestPinnedClient(t *testing.T) {
	certFile, keyFile := writeCertificate(t, t.TempDir(), 1)
	certs, address, _ := tlsServer(t, Options{CertFile: certFile, KeyFile: keyFile})
	response, err := PinnedClient(certs.Pin()).Get("https://" + address)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if _, err := PinnedClient(strings.Repeat("0", 64)).Get("https://" + address); !errors.Is(err, errNotPinned) {
		t.Errorf("with another pin: error %v, want %v", err, errNotPinned)
	}
	other, elsewhere, _ := tlsServer(t, Options{CertFile: certFile, KeyFile: keyFile})
	if other.Pin() == certs.Pin() {
		t.Error("two servers have one pin")
	}
	if _, err := PinnedClient(certs.Pin()).Get("https://" + elsewhere); !errors.Is(err, errNotPinned) {
		t.Errorf("another server: error %v, want %v", err, errNotPinned)
	}
	if PinnedClient("") != nil || (*Certificates)(nil).Pin() != "" {
		t.Error("there is a pin without TLS")
	}
}

func TestPlainHTTPOnlyRedirectsToTheServer(t *testing.T) {
	certs, err := New(Options{ACMEHosts: []string{"papers.example"}, ACMECache: t.TempDir(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(certs.acme.HTTPHandler(redirectTo("https://papers.example")))
	defer server.Close()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, test := range []struct {
		method, path string
		status       int
		location     string
	}{
		{"GET", "/search?q=a%20b", 302, "https://papers.example/search?q=a%20b"},
		{"GET", "//evil.example/", 302, "https://papers.example//evil.example/"},
		{"POST", "/api/v1/papers", 400, ""},
		{"GET", "/.well-known/acme-challenge/nonsense", 403, ""}, // not addressed to one of the names
	} {
		r, err := http.NewRequestWithContext(t.Context(), test.method, server.URL+test.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = "evil.example"
		answer, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if got := answer.Header.Get("Location"); answer.StatusCode != test.status || got != test.location {
			t.Errorf("%s %s: %d to %s, want %d to %s", test.method, test.path, answer.StatusCode, got, test.status, test.location)
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := certs.ServePlain(listener, "https://papers.example")(); err != nil {
		t.Error(err)
	}
}

// With $PEBBLE, the program of github.com/letsencrypt/pebble, certificates are got from a real
// ACME server, over TLS-ALPN-01, and kept in the data folder.
func TestACME(t *testing.T) {
	pebble := os.Getenv("PEBBLE")
	if pebble == "" {
		t.Skip("$PEBBLE does not name the program pebble")
	}
	dir := t.TempDir()
	certFile, keyFile := writeCertificate(t, dir, 1)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	directory := freeAddress(t)
	config := filepath.Join(dir, "pebble.json")
	if err := os.WriteFile(config, []byte(`{"pebble": {"listenAddress": "`+directory+`", "managementListenAddress": "`+freeAddress(t)+`", "certificate": "`+certFile+`", "privateKey": "`+keyFile+`", "httpPort": 1, "tlsPort": `+port+`}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cmd := exec.CommandContext(ctx, pebble, "-config", config, "-dnsserver", everythingIsHere(t))
	cmd.Env = append(os.Environ(), "PEBBLE_VA_NOSLEEP=1", "PEBBLE_WFE_NONCEREJECT=0")
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { cancel(); cmd.Wait() }()
	buffer := make([]byte, 4096)
	for seen := ""; !strings.Contains(seen, "ACME directory available"); {
		n, err := output.Read(buffer)
		if seen += string(buffer[:n]); err != nil {
			t.Fatalf("pebble ended: %v\n%s", err, seen)
		}
	}
	go io.Copy(io.Discard, output)

	cache := filepath.Join(t.TempDir(), "acme")
	certs, err := New(Options{ACMEHosts: []string{"papers.example"}, ACMEDirectory: "https://" + directory + "/dir", ACMECache: cache, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	text, err := os.ReadFile(certFile)
	if err != nil {
		t.Fatal(err)
	}
	roots.AppendCertsFromPEM(text)
	certs.acme.Client.HTTPClient = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	server := &http.Server{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})}
	ended := make(chan error, 1)
	go func() { ended <- certs.Serve(server, listener) }()
	defer func() { server.Close(); <-ended }()

	get := func(name string) (*x509.Certificate, error) {
		conn, err := tls.Dial("tcp", listener.Addr().String(), &tls.Config{InsecureSkipVerify: true, ServerName: name})
		if err != nil {
			return nil, err
		}
		defer conn.Close()
		return conn.ConnectionState().PeerCertificates[0], nil
	}
	got, err := get("papers.example")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"papers.example"}, got.DNSNames); diff != "" || !strings.Contains(got.Issuer.CommonName, "Pebble") {
		t.Errorf("the certificate is of %s, names (-want +got):\n%s", got.Issuer, diff)
	}
	if _, err := get("evil.example"); err == nil {
		t.Error("a certificate was got for a name that nobody asked for")
	}
	info, err := os.Stat(cache)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder with certificates: %v, error %v, want mode 0700", info, err)
	}
}

// everythingIsHere is the address of a name server, over TCP, that knows every name as
// 127.0.0.1.
func everythingIsHere(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			answerName(conn)
			conn.Close()
		}
	}()
	return listener.Addr().String()
}

func answerName(conn net.Conn) {
	var length [2]byte
	if _, err := io.ReadFull(conn, length[:]); err != nil {
		return
	}
	question := make([]byte, binary.BigEndian.Uint16(length[:]))
	var m dnsmessage.Message
	if _, err := io.ReadFull(conn, question); err != nil || m.Unpack(question) != nil || len(m.Questions) == 0 {
		return
	}
	m.Response, m.Additionals = true, nil
	if q := m.Questions[0]; q.Type == dnsmessage.TypeA {
		m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class}, Body: &dnsmessage.AResource{A: [4]byte{127, 0, 0, 1}}}}
	}
	if answer, err := m.Pack(); err == nil {
		conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(answer))), answer...))
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}
