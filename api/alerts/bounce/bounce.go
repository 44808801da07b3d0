// Package bounce reads the mail that a mail server sends back when it cannot deliver a message: a
// delivery status notification (RFC 3464, and RFC 6533 for addresses that are not ASCII).
//
// Each mail of Paperboy has an envelope sender of its own, which contains a key. Notifications are
// sent to it, so the key says which mail failed, however a server rewrites the address of the
// recipient. [Parse] returns the key with what the server says.
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
	"slices"
	"strings"

	"paperboy/api/alerts"
)

const (
	// MaxBytes is the size of the largest notification that is read. A notification returns the
	// message, which is at most 100 kB, or its header.
	MaxBytes = 1 << 20
	// maxRecipients and maxText bound what is kept of a notification. Paperboy sends each message
	// to one recipient.
	maxRecipients = 20
	maxText       = 500
	// maxParts is more than the three parts of a notification.
	maxParts = 10
)

var (
	// ErrNotReport is returned for mail that is not a delivery status notification, such as the
	// reply of a person or of a vacation program.
	ErrNotReport = errors.New("not a delivery status notification")
	// ErrNoFailure is returned for a notification that a message was delivered or passed on.
	ErrNoFailure = errors.New("the notification reports success, not a failure")
	// ErrNoKey is returned for a notification that was not sent to an envelope sender of Paperboy.
	ErrNoKey = errors.New("no address bounce+KEY@domain among its recipients: set up the mailbox to keep the part after the plus sign")
	// ErrTooLarge is returned for mail of more than MaxBytes.
	ErrTooLarge = fmt.Errorf("larger than %d KiB", MaxBytes>>10)
)

// A recipient is what a notification says of one address.
type recipient struct {
	// action is "failed", "delayed", "delivered", "relayed" or "expanded".
	action string
	// status is the enhanced status code (RFC 3463), such as "5.1.1"; empty if it is missing or
	// malformed.
	status string
	// reply is what the server answered that refused the message, such as "550 5.1.1 No such
	// user"; often empty.
	reply string
}

// Parse reads a notification, with or without the "From " line that pipes and mailboxes put before
// it. Errors match ErrNotReport, ErrNoFailure, ErrNoKey or ErrTooLarge, or are those of r.
func Parse(r io.Reader) (alerts.Bounce, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return alerts.Bounce{}, err
	}
	if len(raw) > MaxBytes {
		return alerts.Bounce{}, ErrTooLarge
	}
	if bytes.HasPrefix(raw, []byte("From ")) {
		_, raw, _ = bytes.Cut(raw, []byte("\n"))
	}
	message, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return alerts.Bounce{}, fmt.Errorf("%w: %w", ErrNotReport, err)
	}
	kind, params, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil || !strings.HasPrefix(kind, "multipart/") || params["boundary"] == "" {
		return alerts.Bounce{}, ErrNotReport
	}
	recipients, sentFrom := readParts(multipart.NewReader(message.Body, params["boundary"]))
	if len(recipients) == 0 {
		return alerts.Bounce{}, ErrNotReport
	}
	bounce, ok := summarize(recipients)
	if !ok {
		return alerts.Bounce{}, ErrNoFailure
	}
	// A server may have rewritten the recipient of the notification. What it returns of the
	// message has the envelope sender.
	if bounce.Key = cmp.Or(keyIn(message.Header), sentFrom); bounce.Key == "" {
		return alerts.Bounce{}, ErrNoKey
	}
	return bounce, nil
}

// summarize returns what became of the message: that it failed for a recipient or, otherwise, that
// it is delayed. ok is false if neither is so.
func summarize(recipients []recipient) (bounce alerts.Bounce, ok bool) {
	for _, action := range []string{"failed", "delayed"} {
		i := slices.IndexFunc(recipients, func(r recipient) bool { return r.action == action })
		if i < 0 {
			continue
		}
		r := recipients[i]
		bounce := alerts.Bounce{Status: r.status, Delayed: action == "delayed", Text: r.reply}
		var status string
		bounce.Code, status = splitReply(r.reply)
		// Exim states 5.0.0 whatever the reason. The other server's reply says more.
		if r.status == "" || strings.HasSuffix(r.status, ".0.0") {
			bounce.Status = cmp.Or(status, r.status)
		}
		return bounce, true
	}
	return alerts.Bounce{}, false
}

// readParts reads the parts of a notification: a text for people, the statuses, and the message or
// its header, from which it returns the key of the envelope sender.
func readParts(parts *multipart.Reader) (recipients []recipient, sentFrom string) {
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
			recipients = append(recipients, readStatuses(content)...)
		case "message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers":
			if returned, err := mail.ReadMessage(io.MultiReader(body, strings.NewReader("\r\n\r\n"))); err == nil {
				sentFrom = key(returned.Header.Get("Return-Path"))
			}
		}
	}
	return recipients, sentFrom
}

// readStatuses reads the groups of fields of a delivery status: one of the message, then one for
// each recipient.
func readStatuses(content []byte) (recipients []recipient) {
	for _, group := range groups(content) {
		action := strings.ToLower(group["action"])
		if group["final-recipient"] == "" || action == "" || len(recipients) == maxRecipients {
			continue
		}
		r := recipient{action: action}
		// A comment may follow the code.
		if status, _, _ := strings.Cut(group["status"], " "); isStatus(status) {
			r.status = status
		}
		if kind, reply, ok := strings.Cut(group["diagnostic-code"], ";"); ok && strings.EqualFold(strings.TrimSpace(kind), "smtp") {
			r.reply = clip(strings.TrimSpace(reply), maxText)
		}
		recipients = append(recipients, r)
	}
	return recipients
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
