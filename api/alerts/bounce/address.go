package bounce

import (
	"net/mail"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"paperboy/data/text"
)

// keyIn returns the key of the address that mail with this header was sent to; empty if there is
// none. The fields that a server adds on delivery come before those that the sender wrote.
func keyIn(header mail.Header) string {
	for _, field := range []string{"Delivered-To", "X-Original-To", "Envelope-To", "Original-Recipient", "To"} {
		for _, value := range header[field] {
			if found := key(value); found != "" {
				return found
			}
		}
	}
	return ""
}

var verp = regexp.MustCompile(`(?i)(?:^|[\s<;,:"])bounce\+([0-9a-z]{1,64})@`)

// key returns the key of the first address in a field that [Address] made; empty if there is none.
func key(field string) string {
	if match := verp.FindStringSubmatch(field); match != nil {
		return match[1]
	}
	return ""
}

// addressOf returns the address in a field such as "rfc822; ada@example.org" or "utf-8;
// ad\x{E4}@example.org"; empty if there is none.
func addressOf(field string) string {
	kind, address, ok := strings.Cut(field, ";")
	if !ok {
		return ""
	}
	if strings.EqualFold(strings.TrimSpace(kind), "utf-8") {
		address = decode(address)
	}
	return clip(strings.Trim(address, "<> \t"), maxAddress)
}

var escape = regexp.MustCompile(`\\x\{([0-9A-Fa-f]{1,6})\}`)

// decode decodes the characters that an address of RFC 6533 writes as \x{HEX}.
func decode(address string) string {
	return escape.ReplaceAllStringFunc(address, func(s string) string {
		r, err := strconv.ParseUint(s[3:len(s)-1], 16, 32)
		if err != nil || !utf8.ValidRune(rune(r)) {
			return s
		}
		return string(rune(r))
	})
}

var status = regexp.MustCompile(`^[245]\.[0-9]{1,3}\.[0-9]{1,3}$`)

func isStatus(s string) bool { return status.MatchString(s) }

// clip returns s in one line, as valid UTF-8 of at most max bytes.
func clip(s string, max int) string {
	s = text.OneLine(strings.ToValidUTF8(s, "\uFFFD"))
	for len(s) > max {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return s
}
