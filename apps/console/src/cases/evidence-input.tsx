import { UploadOutlined } from '@ant-design/icons';
import { App, Button, Upload, type UploadFile } from 'antd';
import { useState } from 'react';
import { ask } from '../api/ask';
import { useLanguage } from '../language/language';
import { problemTitle } from '../shown/outcome';

/** Files as a form holds them: ids of those stored, and how many are still under way. */
export interface EvidenceValue {
  readonly ids: readonly string[];
  readonly waiting: number;
}

interface Stored {
  readonly id: string;
}

interface EvidenceInputProperties {
  /** From the form's item: the label points at it. */
  readonly id?: string;
  readonly onChange?: (value: EvidenceValue) => void;
}

const MOST_FILES = 20;

/** Files are stored as they are chosen; the form sends their ids. */
export function EvidenceInput({ id, onChange }: EvidenceInputProperties) {
  const { say } = useLanguage();
  const { message } = App.useApp();
  const [files, setFiles] = useState<UploadFile<Stored>[]>([]);
  const show = (shown: UploadFile<Stored>[]) => {
    setFiles(shown);
    onChange?.({
      ids: shown.flatMap((file) => (file.status === 'done' && file.response ? [file.response.id] : [])),
      waiting: shown.filter((file) => file.status === 'uploading').length,
    });
  };
  const store = async (file: Blob & { readonly name?: string }): Promise<Stored> => {
    const body = new FormData();
    body.set('file', file);
    return ask<Stored>('/api/v1/evidence', { method: 'POST', body });
  };
  return (
    <Upload<Stored>
      id={id}
      multiple
      maxCount={MOST_FILES}
      fileList={files}
      onChange={({ fileList }) => show(fileList)}
      customRequest={({ file, onSuccess, onError }) => {
        store(file as File).then(
          (stored) => onSuccess?.(stored),
          (error: unknown) => {
            const title = problemTitle(error, say);
            message.error(`${(file as File).name}: ${title}`);
            onError?.(new Error(title));
          },
        );
      }}
    >
      <Button icon={<UploadOutlined />} disabled={files.length >= MOST_FILES}>
        {say('evidence.choose')}
      </Button>
      <span className="soft beside">{say('evidence.limits')}</span>
    </Upload>
  );
}
