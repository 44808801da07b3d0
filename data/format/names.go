package format

import "strings"

// BareTitle takes off the full stop that MEDLINE ends a title with, and the
// brackets that say that it was translated.
func BareTitle(title string) string {
	if !strings.HasSuffix(title, "..") {
		title = strings.TrimSuffix(title, ".")
	}
	if inner, ok := strings.CutPrefix(title, "["); ok && inner != "" && strings.IndexByte(inner, ']') == len(inner)-1 {
		return strings.TrimSuffix(inner[:len(inner)-1], ".")
	}
	return title
}

// GivenFirst turns "Family, Given" and "Family, Given, Suffix" into the order in
// which papers print names. Any other name stays as it is.
func GivenFirst(name string) string {
	parts := strings.Split(name, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	switch len(parts) {
	case 2:
		return strings.TrimSpace(parts[1] + " " + parts[0])
	case 3:
		return strings.TrimSpace(parts[1] + " " + parts[0] + " " + parts[2])
	}
	return strings.TrimSpace(name)
}

// IsEtAl reports what stands in a list of authors for those that are not named.
func IsEtAl(name string) bool {
	switch strings.ToLower(strings.Trim(name, " .,")) {
	case "et al", "et. al", "others", "and others":
		return true
	}
	return false
}
