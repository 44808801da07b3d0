package format

import (
	"encoding/json"
	"reflect"
	"strings"
)

// Text is a field of JSON that programs write as a string, as a number, or as a
// list of which the first string that is not empty counts. An object, or null,
// stands for what is not known.
type Text string

func (t *Text) UnmarshalJSON(b []byte) error {
	*t = ""
	switch b[0] {
	case '"':
		return json.Unmarshal(b, (*string)(t))
	case '[':
		var several []json.RawMessage // and not []Text: lists within lists would be read again at each depth
		if err := json.Unmarshal(b, &several); err != nil {
			return err
		}
		for _, one := range several {
			if one[0] == '"' && json.Unmarshal(one, (*string)(t)) == nil && strings.TrimSpace(string(*t)) != "" {
				break
			}
		}
	case 't', 'f':
		return &json.UnmarshalTypeError{Value: "bool", Type: reflect.TypeFor[string]()}
	case '{', 'n':
	default:
		*t = Text(b)
	}
	return nil
}

// FirstText is the first of the texts that is more than space.
func FirstText(texts ...Text) string {
	for _, t := range texts {
		if strings.TrimSpace(string(t)) != "" {
			return string(t)
		}
	}
	return ""
}
