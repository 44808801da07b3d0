package smtp_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-msgauth/dkim"

	"paperboy/api/alerts"
	"paperboy/api/alerts/smtp"
)

const signable = "From: Papers <papers@papers.example>\r\nTo: ada@example.org\r\nSubject: New papers\r\n" +
	"List-Unsubscribe: <https://papers.example/u/k>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n\r\nHello\r\n"

// The server gets a signature that holds with the published key, over both List- fields.
func TestSignatureHolds(t *testing.T) {
	for name, key := range map[string]crypto.Signer{"ed25519": ed25519Key(t), "rsa": rsaKey(t, 2048)} {
		t.Run(name, func(t *testing.T) {
			signer, err := smtp.ReadSigner(pkcs8(t, key), "papers.example", "k2026")
			if err != nil {
				t.Fatal(err)
			}
			s := startServer(t, smtp.None, nil)
			o := s.options(smtp.None)
			o.Signer = signer
			m := message("ada@example.org")
			m.Raw = []byte(signable)
			if err := newSender(t, o).Send(t.Context(), m); err != nil {
				t.Fatal(err)
			}
			emails, _ := s.accepted()
			if !strings.HasSuffix(emails[0].raw, signable) {
				t.Error("the message was changed")
			}
			checkSignature(t, emails[0].raw, signer)
		})
	}
}

// checkSignature checks that an email's signature holds, and that a change or an added field breaks
// it.
func checkSignature(t *testing.T, raw string, signer *smtp.Signer) {
	t.Helper()
	verify := func(raw string) []*dkim.Verification {
		t.Helper()
		got, err := dkim.VerifyWithOptions(strings.NewReader(raw), &dkim.VerifyOptions{LookupTXT: func(domain string) ([]string, error) {
			name, value := signer.Record()
			if domain != name {
				return nil, fmt.Errorf("no record %s, only %s", domain, name)
			}
			return []string{value}, nil
		}})
		if err != nil || len(got) != 1 {
			t.Fatalf("%d signatures, error %v", len(got), err)
		}
		return got
	}
	got := verify(raw)[0]
	if got.Err != nil || got.Domain != "papers.example" {
		t.Errorf("domain %s, error %v", got.Domain, got.Err)
	}
	for _, field := range []string{"From", "Subject", "List-Unsubscribe", "List-Unsubscribe-Post"} {
		if !slices.Contains(got.HeaderKeys, field) {
			t.Errorf("%s is not signed, only %v", field, got.HeaderKeys)
		}
	}
	for name, changed := range map[string]string{
		"body":    strings.Replace(raw, "Hello", "Hullo", 1),
		"link":    strings.Replace(raw, "/u/k", "/u/x", 1),
		"subject": strings.Replace(raw, "Subject:", "Subject: Win a car\r\nSubject:", 1),
	} {
		if verify(changed)[0].Err == nil {
			t.Errorf("the signature holds with another %s", name)
		}
	}
}

func TestReadSigner(t *testing.T) {
	pkcs1 := func(key *rsa.PrivateKey) string {
		return write(t, "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key))
	}
	elliptic, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, path, want string }{
		{"PKCS #1", pkcs1(rsaKey(t, 2048)), ""},
		{"short", pkcs1(rsaKey(t, 1024)), "1024 bits: use 2048 or more"},
		{"another kind", pkcs8(t, elliptic), "use RSA or Ed25519"},
		{"no key", write(t, "PRIVATE KEY", []byte("x")), "not a private key"},
		{"missing", filepath.Join(t.TempDir(), "no.pem"), "no such file"},
		{"no PEM", "/dev/null", "not a PEM file"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := smtp.ReadSigner(tt.path, "papers.example", "k2026")
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
	for _, names := range [][2]string{{"", "k"}, {"papers.example", ""}} {
		if _, err := smtp.ReadSigner(tests[0].path, names[0], names[1]); err == nil {
			t.Errorf("no error for domain %q, selector %q", names[0], names[1])
		}
	}
}

var _ alerts.Sender = (*smtp.Sender)(nil)

func ed25519Key(t *testing.T) crypto.Signer {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func rsaKey(t *testing.T, bits int) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// pkcs8 writes a private key to a file.
func pkcs8(t *testing.T, key crypto.Signer) string {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return write(t, "PRIVATE KEY", der)
}

// write writes a PEM file.
func write(t *testing.T, kind string, der []byte) string {
	t.Helper()
	var out bytes.Buffer
	if err := pem.Encode(&out, &pem.Block{Type: kind, Bytes: der}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "key.pem")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
