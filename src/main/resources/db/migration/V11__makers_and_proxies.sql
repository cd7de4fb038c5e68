-- The manager whose document created an object. Null for objects that existed before a document named them, and for those of earlier versions: prune
-- releases these and deletes the others.
ALTER TABLE agents ADD made_by text;
ALTER TABLE gateways ADD made_by text;
ALTER TABLE tunnels ADD made_by text;

-- Whether the client's newest connection is sent what tunnels serve as proxies. Null when a replica of the version before wrote it.
ALTER TABLE presence ADD receives_proxies boolean;
