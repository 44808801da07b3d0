// Package bounce reads the mail that a mail server sends back when it cannot deliver a message: a
// delivery status notification (RFC 3464, and RFC 6533 for addresses that are not ASCII).
//
// Each mail of Paperboy has an envelope sender of its own, made by [Address], which contains a key.
// Notifications are sent to it, so the key says which mail failed, however a server rewrites the
// address of the recipient. [Parse] returns the key with what the server says of each recipient.
//
// The package changes nothing and knows no subscriptions. What it reads comes from strangers, so
// all of it is bounded.
package bounce

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"strings"
)

const (
	// MaxBytes is the size of the largest notification that is read. A notification returns the
	// message, which is at most 100 kB, or its header.
	MaxBytes = 1 << 20
	// maxRecipients, maxAddress and maxDiagnostic bound what is kept of a notification. Paperboy
	// sends each message to one recipient, and an address has at most 254 bytes (RFC 5321).
	maxRecipients = 20
	maxAddress    = 254
	maxDiagnostic = 500
	// maxParts is more than the three parts of a notification.
	maxParts = 10
)

var (
	// ErrNotReport is returned for mail that is not a delivery status notification, such as the
	// reply of a person or of a vacation program.
	ErrNotReport = errors.New("not a delivery status notification")
	// ErrNoKey is returned for a notification that was not sent to an address made by [Address].
	ErrNoKey = errors.New("no address bounce+KEY@domain among its recipients: set the envelope sender's mailbox to keep the part after the plus sign")
	// ErrTooLarge is returned for mail of more than MaxBytes.
	ErrTooLarge = fmt.Errorf("larger than %d KiB", MaxBytes>>10)
)

// A Report is a delivery status notification.
type Report struct {
	// Key is the key of the address that the notification was sent to.
	Key        string
	Recipients []Recipient
}

// A Recipient is what a notification says of one address.
type Recipient struct {
	// Address is the address that the server tried, in Unicode. It may be another one than that of
	// the message, if mail is forwarded.
	Address string
	// Action is "failed", "delayed", "delivered", "relayed" or "expanded".
	Action string
	// Status is the enhanced status code (RFC 3463), such as "5.1.1"; empty if it is missing or
	// malformed.
	Status string
	// Diagnostic is the reply of the server that refused the message, such as "550 5.1.1 No such
	// user"; often empty.
	Diagnostic string
}

// HasFailed reports whether the message will not be delivered. It may still be if it is delayed.
func (r Recipient) HasFailed() bool { return r.Action == "failed" }

// IsPermanent reports whether the next message to the address will fail as well, because the
// address does not exist: the status is 5.1.x, or it is unspecific and the server's reply is 550,
// 551 or 553. A full mailbox (5.2.2) or a message that a filter refuses (5.7.1) is not permanent.
// Exim states 5.0.0 whatever the reason, and gives a reply only if another server refused the mail.
func (r Recipient) IsPermanent() bool {
	if !r.HasFailed() {
		return false
	}
	status := r.Status
	if status == "" || status == "5.0.0" {
		reply := r.Diagnostic
		code := reply[:min(3, len(reply))]
		if fields := strings.Fields(strings.TrimLeft(reply[len(code):], "- ")); len(fields) > 0 && isStatus(fields[0]) {
			return strings.HasPrefix(fields[0], "5.1.")
		}
		return code == "550" || code == "551" || code == "553"
	}
	return strings.HasPrefix(status, "5.1.")
}

// prefix is the start of the local part of an envelope sender.
const prefix = "bounce+"

// Address returns the envelope sender of a message. Key must be letters and digits.
func Address(key, domain string) string { return prefix + key + "@" + domain }

// Parse reads a notification, with or without the "From " line that pipes and mailboxes put before
// it. Errors match ErrNotReport, ErrNoKey or ErrTooLarge, or are those of r.
func Parse(r io.Reader) (Report, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return Report{}, err
	}
	if len(raw) > MaxBytes {
		return Report{}, ErrTooLarge
	}
	if bytes.HasPrefix(raw, []byte("From ")) {
		_, raw, _ = bytes.Cut(raw, []byte("\n"))
	}
	message, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return Report{}, fmt.Errorf("%w: %w", ErrNotReport, err)
	}
	kind, params, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil || !strings.HasPrefix(kind, "multipart/") || params["boundary"] == "" {
		return Report{}, ErrNotReport
	}
	report := Report{Key: keyIn(message.Header)}
	sentFrom, err := report.readParts(multipart.NewReader(message.Body, params["boundary"]))
	if err != nil {
		return Report{}, err
	}
	// A server may have rewritten the recipient of the notification. What it returns of the
	// message has the envelope sender.
	if report.Key = cmp.Or(report.Key, sentFrom); report.Key == "" {
		return Report{}, ErrNoKey
	}
	return report, nil
}

// readParts reads the parts of a notification: a text for people, the statuses, and the message or
// its header, from which it returns the key of the envelope sender.
func (r *Report) readParts(parts *multipart.Reader) (sentFrom string, err error) {
	for range maxParts {
		part, err := parts.NextPart()
		if err != nil {
			break // The end, or a notification that was cut off: what came before it counts.
		}
		body := io.Reader(part)
		if strings.EqualFold(strings.TrimSpace(part.Header.Get("Content-Transfer-Encoding")), "base64") {
			body = base64.NewDecoder(base64.StdEncoding, body)
		}
		kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type"))
		switch kind {
		case "message/delivery-status", "message/global-delivery-status":
			content, _ := io.ReadAll(body)
			r.readStatuses(content)
		case "message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers":
			if returned, err := mail.ReadMessage(io.MultiReader(body, strings.NewReader("\r\n\r\n"))); err == nil {
				sentFrom = key(returned.Header.Get("Return-Path"))
			}
		}
	}
	if len(r.Recipients) == 0 {
		return "", ErrNotReport
	}
	return sentFrom, nil
}

// readStatuses reads the groups of fields of a delivery status: one of the message, then one for
// each recipient.
func (r *Report) readStatuses(content []byte) {
	for _, group := range groups(content) {
		address := addressOf(cmp.Or(group["final-recipient"], group["original-recipient"]))
		action := strings.ToLower(group["action"])
		if address == "" || action == "" || len(r.Recipients) == maxRecipients {
			continue
		}
		recipient := Recipient{Address: address, Action: clip(action, maxAddress)}
		// A comment may follow the code.
		if status, _, _ := strings.Cut(group["status"], " "); isStatus(status) {
			recipient.Status = status
		}
		if kind, reply, ok := strings.Cut(group["diagnostic-code"], ";"); ok && strings.EqualFold(strings.TrimSpace(kind), "smtp") {
			recipient.Diagnostic = clip(reply, maxDiagnostic)
		}
		r.Recipients = append(r.Recipients, recipient)
	}
}

// groups returns the fields of each group, by name in lower case, with folded lines joined. Lines
// that are no field are ignored.
func groups(content []byte) []map[string]string {
	var all []map[string]string
	var group map[string]string
	name := ""
	for line := range strings.Lines(string(content)) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.TrimSpace(line) == "":
			group, name = nil, ""
		case line[0] == ' ' || line[0] == '\t':
			if name != "" {
				group[name] += " " + strings.TrimSpace(line)
			}
		default:
			field, value, ok := strings.Cut(line, ":")
			if name = ""; !ok {
				continue
			}
			if group == nil {
				group = map[string]string{}
				all = append(all, group)
			}
			if field = strings.ToLower(strings.TrimSpace(field)); group[field] == "" {
				name = field
				group[name] = strings.TrimSpace(value)
			}
		}
	}
	return all
}
