-- Wrong facts put right: what was corrected of a dossier, as a list; and, of one that was entered twice, the number of the other entry. It is in
-- no list then, and its due date runs out no more.
ALTER TABLE dossiers ADD COLUMN corrections TEXT;
ALTER TABLE dossiers ADD COLUMN doubles TEXT;
