package alerts

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// A Message is an email that is ready to send.
type Message struct {
	// To and EnvelopeFrom are the addresses of RCPT TO and MAIL FROM.
	To, EnvelopeFrom string
	// MessageID is that of the header, without angle brackets.
	MessageID string
	// Raw is the whole message with headers (RFC 5322), with lines that end in CRLF. If emails
	// are signed, the Sender signs.
	Raw []byte
}

// A Composer writes emails. Its methods may be called concurrently, and write the same bytes for
// the same argument, so that an email that is sent again is the same mail. An error means that the
// mail can't be written, and does not pass by trying again.
type Composer interface {
	Compose(Digest) (Message, error)
	ComposeConfirmation(Confirmation) (Message, error)
}

// A Sender hands emails to a mail server. One goroutine calls it.
type Sender interface {
	// Send returns nil once the mail server has accepted the message. Otherwise the error is
	// ctx.Err() or wraps a *SendError. Send may keep its connection open for the next message.
	Send(ctx context.Context, m Message) error
	// Close closes the connection, if there is one. A later Send opens another.
	Close() error
}

// A Failure says whose fault it is that an email was not sent, and so what to do about it.
type Failure string

// The failures.
const (
	// FailedTemporarily means that this message was refused for now: 4xx after MAIL FROM. It is
	// tried again later.
	FailedTemporarily Failure = "temporary"
	// FailedRecipient means that the recipient was refused for good: 5xx at RCPT TO, or after
	// DATA. It is a bounce.
	FailedRecipient Failure = "recipient"
	// FailedServer means that no email can be sent at present, whoever the recipient is: the email
	// server could not be reached, refuses TLS, our user or our sender. Subscribers keep their
	// subscriptions, and every email waits.
	FailedServer Failure = "server"
)

// A SendError is the reason why a mail server did not accept a message.
type SendError struct {
	Failure Failure
	// Code is the SMTP reply code, 550, 0 if there was none. Status is the enhanced status code
	// (RFC 3463), "5.1.1", or empty.
	Code   int
	Status string
	// Text is what the server said, on one line. It may contain the recipient's address, so it
	// is not for the log.
	Text string
	Err  error
}

func (e *SendError) Error() string {
	if e.Code == 0 {
		return fmt.Sprintf("send mail: %s failure: %v", e.Failure, e.Err)
	}
	return fmt.Sprintf("send mail: %s failure, reply %d %s: %v", e.Failure, e.Code, e.Status, e.Err)
}

func (e *SendError) Unwrap() error { return e.Err }

// Reply returns what the mail server said, with its codes: "550 5.1.1 No such user".
func (e *SendError) Reply() string { return reply(e.Code, e.Status, e.Text) }

// reply puts the codes of a reply, where they are known, before its text, which may have them
// already.
func reply(code int, status, said string) string {
	if status != "" && !strings.Contains(said, status) {
		said = status + " " + said
	}
	if number := strconv.Itoa(code); code != 0 && !strings.Contains(said, number) {
		said = number + " " + said
	}
	return strings.TrimSpace(said)
}

// A Bounce is a report that an email was not delivered after the mail server had accepted it.
type Bounce struct {
	// Key is the KEY of the envelope sender "bounce+KEY@example.org" that the report was sent to.
	Key string `json:"key"`
	// Code and Status are those of the SendError that would have been returned.
	Code   int    `json:"code"`
	Status string `json:"status"`
	// Delayed means that delivery is still being tried. Such a report changes nothing.
	Delayed bool `json:"delayed,omitempty"`
	// Text is the diagnostic of the other server, on one line.
	Text string `json:"text,omitempty"`
}
