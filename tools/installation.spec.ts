import { describeInstallation, planPorts, portsPerInstallation } from './installation.ts';

describe('an installation', () => {
  it('counts its ports from WANGGE_PORT', () => {
    expect(planPorts(4100)).toMatchObject({ gateway: 4100, admin: 4101, intake: 4102, postgres: 4110, temporal: 4113 });
  });

  it('takes at most 20 ports, each once', () => {
    const ports = Object.values(planPorts(4100));
    expect(new Set(ports).size).toBe(ports.length);
    expect(Math.max(...ports)).toBeLessThan(4100 + portsPerInstallation);
  });

  it('has port 3000 unless told otherwise', () => {
    expect(describeInstallation({}).publicUrl).toBe('http://127.0.0.1:3000');
    expect(describeInstallation({}).adminUrl).toBe('http://127.0.0.1:3001');
  });

  it.each(['80', '65530', '3000x', '-1', '1e4'])('refuses the port %s', (port) => {
    expect(() => describeInstallation({ WANGGE_PORT: port })).toThrow('WANGGE_PORT');
  });

  it('keeps everything below WANGGE_DATA', () => {
    const { folders } = describeInstallation({ WANGGE_DATA: '/srv/wangge' });
    expect(Object.values<string>({ ...folders }).every((folder) => folder.startsWith('/srv/wangge'))).toBe(true);
  });
});
