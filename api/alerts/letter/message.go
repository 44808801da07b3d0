package letter

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"paperboy/api/alerts"
)

// maxBytes is the size of the largest message. Gmail is said to cut the text at about 100 kB; a
// signature and the lines that servers add need some of that.
const maxBytes = 95_000

// body is the two versions of an email.
type body struct{ text, html string }

// header is what the header of an email says apart from its envelope.
type header struct {
	subject string
	// unsubscribe is the address for one click; empty for none.
	unsubscribe string
	// isBulk is true of a digest, which goes to many.
	isBulk bool
}

// write returns a message: the header, then text and HTML as alternatives. The same arguments make
// the same message.
func write(e alerts.Envelope, h header, b body) (alerts.Message, error) {
	from, err := mail.ParseAddress(e.From)
	if err != nil {
		return alerts.Message{}, fmt.Errorf("write mail: the sender's address: %w", err)
	}
	for _, address := range []string{e.To, e.EnvelopeFrom, e.MessageID, h.unsubscribe} {
		if strings.ContainsFunc(address, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }) {
			return alerts.Message{}, errors.New("write mail: an address contains spaces or control characters")
		}
	}
	domain := from.Address[strings.LastIndexByte(from.Address, '@')+1:]
	// "=_" can't occur in quoted-printable or base64.
	sum := sha256.Sum256([]byte(e.MessageID))
	boundary := "=_" + hex.EncodeToString(sum[:12])

	var out bytes.Buffer
	field := func(name, value string) { fmt.Fprintf(&out, "%s: %s\r\n", name, value) }
	field("From", from.String())
	field("To", "<"+e.To+">")
	field("Subject", encodeWords(h.subject))
	field("Date", e.Date.Format(time.RFC1123Z))
	field("Message-ID", "<"+e.MessageID+">")
	if h.isBulk {
		field("List-Id", "Paperboy <paperboy."+domain+">")
		field("Precedence", "bulk")
	}
	if isHTTPS(h.unsubscribe) {
		field("List-Unsubscribe", "<"+h.unsubscribe+">")
		field("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	field("Auto-Submitted", "auto-generated")
	field("Content-Language", "en")
	field("MIME-Version", "1.0")
	field("Content-Type", `multipart/alternative; boundary="`+boundary+`"`)
	out.WriteString("\r\n")
	for _, part := range []struct{ kind, content string }{{"text/plain", b.text}, {"text/html", b.html}} {
		encoding, content := encode(part.content)
		out.WriteString("--" + boundary + "\r\n")
		field("Content-Type", part.kind+"; charset=utf-8")
		field("Content-Transfer-Encoding", encoding)
		out.WriteString("\r\n")
		out.Write(content)
		out.WriteString("\r\n")
	}
	out.WriteString("--" + boundary + "--\r\n")
	return alerts.Message{To: e.To, EnvelopeFrom: e.EnvelopeFrom, MessageID: e.MessageID, Raw: out.Bytes()}, nil
}

// encode returns content in lines of ASCII, in the encoding that makes it shorter: quoted-printable
// for Latin letters, otherwise base64.
func encode(content string) (encoding string, encoded []byte) {
	var quoted bytes.Buffer
	w := quotedprintable.NewWriter(&quoted)
	// A buffer takes everything.
	_, _ = w.Write([]byte(content))
	_ = w.Close()
	const lineBytes = 57 // 76 characters
	if lines := len(content)/lineBytes + 1; quoted.Len() <= base64.StdEncoding.EncodedLen(len(content))+2*lines {
		return "quoted-printable", quoted.Bytes()
	}
	var out bytes.Buffer
	for chunk := range slices.Chunk([]byte(content), lineBytes) {
		out.WriteString(base64.StdEncoding.EncodeToString(chunk))
		out.WriteString("\r\n")
	}
	return "base64", out.Bytes()
}

// encodeWords encodes a text for a header field (RFC 2047), in lines.
func encodeWords(s string) string {
	// What looks like an encoded word would be decoded.
	s = strings.ReplaceAll(s, "=?", "= ?")
	return strings.ReplaceAll(mime.QEncoding.Encode("utf-8", s), "?= =?", "?=\r\n =?")
}

// isHTTPS reports whether address may be that of one click, which RFC 8058 allows over HTTPS only.
func isHTTPS(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "https" && u.Host != ""
}
