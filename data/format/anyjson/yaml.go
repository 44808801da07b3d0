package anyjson

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"paperboy/data/format"
)

const (
	// maxYAMLDepth is how deep YAML may be nested.
	maxYAMLDepth = 50
	// maxYAMLNodes is the number of values in a YAML file, with aliases expanded.
	maxYAMLNodes = 2_000_000
)

var errYAMLSize = errors.New("the YAML has too many or too deeply nested values")

// FromYAML returns the first document of a YAML text as JSON. Scalars other than null become
// strings, as they are written, so that "1.10" is no number and "2018-07-15" no time. Aliases are
// expanded, within limits of depth and size.
func FromYAML(text []byte) (Value, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, fmt.Errorf("not valid YAML: %s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	c := yamlConverter{}
	if err := c.append(&document, 0); err != nil {
		return nil, err
	}
	return c.json, nil
}

// yamlConverter writes a tree of YAML as JSON.
type yamlConverter struct {
	json  Value
	nodes int
}

func (c *yamlConverter) append(n *yaml.Node, depth int) error {
	if c.nodes++; c.nodes > maxYAMLNodes || depth > maxYAMLDepth || len(c.json) > 4*format.MaxEntryBytes {
		return errYAMLSize
	}
	switch n.Kind {
	case yaml.DocumentNode:
		return c.append(n.Content[0], depth+1)
	case yaml.AliasNode:
		return c.append(n.Alias, depth+1)
	case yaml.SequenceNode:
		c.json = append(c.json, '[')
		for i, one := range n.Content {
			if i > 0 {
				c.json = append(c.json, ',')
			}
			if err := c.append(one, depth+1); err != nil {
				return err
			}
		}
		c.json = append(c.json, ']')
	case yaml.MappingNode:
		c.json = append(c.json, '{')
		for i := 0; i+1 < len(n.Content); i += 2 {
			if i > 0 {
				c.json = append(c.json, ',')
			}
			c.text(n.Content[i].Value)
			c.json = append(c.json, ':')
			if err := c.append(n.Content[i+1], depth+1); err != nil {
				return err
			}
		}
		c.json = append(c.json, '}')
	case yaml.ScalarNode:
		if n.Tag == "!!null" {
			c.json = append(c.json, "null"...)
			break
		}
		c.text(n.Value)
	default: // an empty document
		c.json = append(c.json, "null"...)
	}
	return nil
}

func (c *yamlConverter) text(s string) {
	b, _ := json.Marshal(strings.ToValidUTF8(s, "\uFFFD")) // a string can always be encoded
	c.json = append(c.json, b...)
}
