package alerts

import (
	"regexp"
	"strings"

	"golang.org/x/net/idna"

	"paperboy/api/fault"
	"paperboy/data/store"
)

// maxLocalBytes is the maximum length of the part before the @ (RFC 5321, section 4.5.3.1.1).
const maxLocalBytes = 64

// localPart is a local part without quotation marks (RFC 5322, dot-atom).
var localPart = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$")

// hostLabel is a label of a host name (RFC 1123).
var hostLabel = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// NormalizeAddress checks an email address and returns it with its domain in lower case and ASCII
// (IDNA, so that "pаypal.com" with a Cyrillic letter is visibly xn--pypal-4ve.com). The local part
// stays as it is, since only its own server knows whether case matters. Display names, quoted local
// parts, comments, IP addresses as domains, and local parts outside ASCII are refused. The error is
// a *fault.Error.
func NormalizeAddress(address string) (string, error) {
	refuse := func(format string, args ...any) (string, error) {
		return "", fault.New(fault.InvalidValue, "address", format, args...)
	}
	address = strings.Trim(address, " ")
	at := strings.LastIndexByte(address, '@')
	switch {
	case address == "":
		return "", fault.New(fault.MissingParameter, "address", "an e-mail address is required")
	case len(address) > store.MaxAddressBytes:
		return "", fault.New(fault.TooLong, "address", "the e-mail address has %d bytes, the limit is %d", len(address), store.MaxAddressBytes)
	case at <= 0 || at == len(address)-1:
		return refuse("%s is not an e-mail address: want name@example.org", fault.Clip(address))
	}
	local, domain := address[:at], address[at+1:]
	switch {
	case strings.ContainsAny(local, `"\`):
		return refuse("email addresses with quotation marks or backslashes are not supported")
	case len(local) > maxLocalBytes:
		return refuse("the part before the @ has %d bytes, the limit is %d", len(local), maxLocalBytes)
	case !isASCII(local):
		return refuse("the part before the @ has letters outside ASCII, which many mail servers refuse")
	case !localPart.MatchString(local):
		return refuse("%s is not an e-mail address: there is a character before the @ that cannot be there", fault.Clip(address))
	}
	ascii, err := idna.Lookup.ToASCII(domain)
	if err != nil {
		return refuse("%s is not the name of a mail server", fault.Clip(domain))
	}
	ascii = strings.ToLower(ascii)
	labels := strings.Split(ascii, ".")
	for _, label := range labels {
		if !hostLabel.MatchString(label) {
			return refuse("%s is not the name of a mail server", fault.Clip(domain))
		}
	}
	if last := labels[len(labels)-1]; len(labels) < 2 || strings.Trim(last, "0123456789") == "" {
		return refuse("%s is not the name of a mail server on the internet", fault.Clip(domain))
	}
	if address = local + "@" + ascii; len(address) > store.MaxAddressBytes {
		return "", fault.New(fault.TooLong, "address", "the e-mail address has %d bytes in ASCII, the limit is %d", len(address), store.MaxAddressBytes)
	}
	return address, nil
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// Mask returns an address as the log may have it: "a***@e***.org".
func Mask(address string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 1 || at == len(address)-1 {
		return "***"
	}
	domain := address[at+1:]
	end := ""
	if dot := strings.LastIndexByte(domain, '.'); dot > 0 {
		end = domain[dot:]
	}
	return address[:1] + "***@" + domain[:1] + "***" + end
}

// anAddress matches what looks like an email address in a text.
var anAddress = regexp.MustCompile(`[^\s<>()"',;:]+@[^\s<>()"',;:]+`)

// maskAll masks the addresses in a text for the log, such as the answer of a mail server.
func maskAll(text string) string { return anAddress.ReplaceAllStringFunc(text, Mask) }
