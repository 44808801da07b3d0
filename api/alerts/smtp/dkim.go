package smtp

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"os"

	"github.com/emersion/go-msgauth/dkim"
)

// A Signer signs messages by DKIM (RFC 6376) with an RSA or an Ed25519 key (RFC 8463).
type Signer struct{ options dkim.SignOptions }

// minRSABits is the shortest key that signers should use (RFC 8301, section 3.2).
const minRSABits = 2048

// signed are the fields that are signed: those that a reader sees, those that structure the
// message, and both of the one-click link, whose signature RFC 8058 demands. From, To, Subject and
// Date stand twice, so that nobody can add another.
var signed = []string{
	"From", "From", "To", "To", "Subject", "Subject", "Date", "Date", "Message-ID", "MIME-Version", "Content-Type",
	"Auto-Submitted", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post",
}

// ReadSigner returns a Signer with the private key in a PEM file: PKCS #8, as openssl genpkey
// writes it, or PKCS #1. The public key is the TXT record of SELECTOR._domainkey.DOMAIN; see
// [Signer.Record].
func ReadSigner(path, domain, selector string) (*Signer, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("DKIM key: %w", err)
	}
	key, err := parseKey(raw)
	if err != nil {
		return nil, fmt.Errorf("DKIM key %s: %w", path, err)
	}
	s := &Signer{dkim.SignOptions{
		Domain: domain, Selector: selector, Signer: key, HeaderKeys: signed,
		// Relaxed, since servers on the way fold header fields and strip spaces.
		HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed,
	}}
	if _, err := s.sign([]byte("From: a@b.example\r\n\r\n")); err != nil {
		return nil, fmt.Errorf("DKIM key %s: %w", path, err)
	}
	return s, nil
}

func parseKey(raw []byte) (crypto.Signer, error) {
	block, _ := pem.Decode(raw)
	if block == nil {
		return nil, errors.New("not a PEM file")
	}
	var key any
	var err error
	if block.Type == "RSA PRIVATE KEY" {
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	} else {
		key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	}
	if err != nil {
		return nil, fmt.Errorf("not a private key: %w", err)
	}
	switch key := key.(type) {
	case ed25519.PrivateKey:
		return key, nil
	case *rsa.PrivateKey:
		if bits := key.N.BitLen(); bits < minRSABits {
			return nil, fmt.Errorf("the RSA key has %d bits: use %d or more", bits, minRSABits)
		}
		return key, nil
	default:
		return nil, fmt.Errorf("a key of type %T: use RSA or Ed25519", key)
	}
}

// sign returns a message with a signature before it.
func (s *Signer) sign(message []byte) ([]byte, error) {
	var out bytes.Buffer
	if err := dkim.Sign(&out, bytes.NewReader(message), &s.options); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Record returns the name and the text of the TXT record that publishes the key.
func (s *Signer) Record() (name, value string) {
	name = s.options.Selector + "._domainkey." + s.options.Domain
	switch public := s.options.Signer.Public().(type) {
	case ed25519.PublicKey:
		return name, "v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(public)
	case *rsa.PublicKey:
		der, err := x509.MarshalPKIXPublicKey(public)
		if err != nil {
			panic(err) // Every RSA key can be marshalled.
		}
		return name, "v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(der)
	}
	panic("unreachable: parseKey returns no other key")
}
